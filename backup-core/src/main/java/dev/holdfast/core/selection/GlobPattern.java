package dev.holdfast.core.selection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A glob over full paths: {@code *} is any run without a slash, {@code **} any run, {@code ?} one character but a slash,
 * {@code [...]} and {@code [!...]} one of a class. It matches a path and everything below it; with a slash at its end the path
 * itself only if that is a directory. The pattern {@code /} matches everything.
 *
 * <p>Works on bytes, given as strings of one character a byte, so that names need not be UTF-8. Immutable.
 */
final class GlobPattern {

    /** One character: a byte of ASCII, a sequence of UTF-8, or any other byte. */
    private static final String CHARACTER = "(?:[\\xc2-\\xf4][\\x80-\\xbf]{1,3}|[^/])";

    private final Pattern itself;
    private final Pattern below;
    private final boolean directoriesOnly;
    private final List<Pattern> ancestors = new ArrayList<>();

    GlobPattern(String text) {
        String glob = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        directoriesOnly = glob.endsWith("/");
        String trimmed = directoriesOnly ? glob.substring(0, glob.length() - 1) : glob;
        String regex = regex(trimmed);
        itself = compile(regex);
        below = compile(regex + "/.*");
        int end = glob.indexOf("**");
        String leading = end < 0 ? trimmed : glob.substring(0, end + 2);
        for (int slash = leading.indexOf('/'); slash >= 0; slash = leading.indexOf('/', slash + 1)) {
            ancestors.add(compile(regex(leading.substring(0, slash))));
        }
        if (end >= 0) {
            ancestors.add(compile(regex(leading)));
        }
    }

    private static Pattern compile(String regex) {
        return Pattern.compile(regex, Pattern.DOTALL);
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        int i = 0;
        while (i < glob.length()) {
            char c = glob.charAt(i++);
            switch (c) {
                case '*' -> {
                    if (i < glob.length() && glob.charAt(i) == '*') {
                        i++;
                        regex.append(".*");
                    } else {
                        regex.append("[^/]*");
                    }
                }
                case '?' -> regex.append(CHARACTER);
                case '[' -> {
                    int close = endOfClass(glob, i);
                    if (close < 0) {
                        regex.append("\\[");
                    } else {
                        regex.append(characterClass(glob.substring(i, close)));
                        i = close + 1;
                    }
                }
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    /** Where a class ends; a bracket that stands first is a member. */
    private static int endOfClass(String glob, int start) {
        int first = start;
        if (first < glob.length() && (glob.charAt(first) == '!' || glob.charAt(first) == '^')) {
            first++;
        }
        return glob.indexOf(']', Math.min(first + 1, glob.length()));
    }

    private static String characterClass(String members) {
        boolean negated = members.startsWith("!") || members.startsWith("^");
        StringBuilder regex = new StringBuilder(negated ? "[^/" : "[");
        for (int i = negated ? 1 : 0; i < members.length(); i++) {
            char c = members.charAt(i);
            if (c != '-' && !Character.isLetterOrDigit(c)) {
                regex.append('\\');
            }
            regex.append(c);
        }
        return regex.append(']').toString();
    }

    /** Whether it matches a path, one character a byte, without a slash at its end. */
    boolean matches(String path, boolean directory) {
        return below.matcher(path).matches()
                || (directory || !directoriesOnly) && itself.matcher(path).matches();
    }

    /** Whether something below this directory may match. */
    boolean mayMatchBelow(String directory) {
        for (Pattern ancestor : ancestors) {
            if (ancestor.matcher(directory).matches()) {
                return true;
            }
        }
        return false;
    }
}
