package dev.holdfast.api.selection;

import dev.holdfast.api.error.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A pattern for full paths, in Duplicity's language: {@code *} is any run of characters but slashes, {@code **} any
 * run, {@code ?} one character but a slash, {@code [a-z_]} one of a class, {@code [!a]} or {@code [^a]} one outside of
 * it, but no slash. {@code ]} is a member of a class if it stands first; a {@code [} without its {@code ]} stands for
 * itself, as do braces and backslashes. Nothing can be quoted.
 *
 * <p>A pattern matches a path, and everything below it. With a slash at its end it matches only directories and what is
 * below. {@code /} matches everything. {@code ignorecase:} before it makes it match without regard to case.
 *
 * <p>Paths are bytes. A character is a sequence of UTF-8 where there is one, otherwise a single byte, so names in any
 * encoding can be matched. Immutable.
 */
public final class Glob {

    private static final String IGNORE_CASE = "ignorecase:";

    private final byte[] text;
    private final boolean absolute;
    private final boolean directoriesOnly;
    private final GlobProgram whole;
    /** What leads to a match: the pattern up to each of its slashes, and up to its first double star. */
    private final List<GlobProgram> ancestors = new ArrayList<>();

    private final byte[] literal;

    private Glob(byte[] text) {
        this.text = text;
        boolean ignoringCase = startsWith(IGNORE_CASE);
        byte[] glob = ignoringCase ? Arrays.copyOfRange(text, IGNORE_CASE.length(), text.length) : text;
        if (glob.length == 0) {
            throw new ConfigurationException("an empty pattern matches nothing; write a path or **");
        }
        if (indexOf(glob, "//", 0) >= 0) {
            throw new ConfigurationException("the pattern \"" + this + "\" has // in it, which no path has");
        }
        absolute = glob[0] == '/';
        directoriesOnly = glob.length > 1 && glob[glob.length - 1] == '/';
        if (glob.length == 1 && glob[0] == '/') {
            glob = "/**".getBytes(StandardCharsets.US_ASCII);
        } else if (directoriesOnly) {
            glob = Arrays.copyOf(glob, glob.length - 1);
        }
        whole = GlobProgram.of(glob, ignoringCase);
        int deep = GlobProgram.deepStar(glob);
        byte[] leading = deep < 0 ? glob : Arrays.copyOf(glob, deep + 2);
        for (int slash = indexOf(leading, "/", 1); slash >= 0; slash = indexOf(leading, "/", slash + 1)) {
            ancestors.add(GlobProgram.of(Arrays.copyOf(leading, slash), ignoringCase));
        }
        if (deep >= 0) {
            ancestors.add(GlobProgram.of(leading, ignoringCase));
        }
        literal = whole.literal();
    }

    /** @throws ConfigurationException if it is empty, has {@code //} in it, or a range that is upside down */
    public static Glob of(String pattern) {
        return new Glob(pattern.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * For patterns that are no text.
     *
     * @param pattern copied
     * @throws ConfigurationException as {@link #of}
     */
    public static Glob ofBytes(byte[] pattern) {
        return new Glob(pattern.clone());
    }

    /**
     * A path as patterns see it: without parts that are a dot, and without doubled slashes or one at the end.
     *
     * @param path as it was given; not empty
     */
    public static byte[] canonical(byte[] path) {
        byte[] kept = new byte[path.length + 1];
        int n = 0;
        if (path.length > 0 && path[0] == '/') {
            kept[n++] = '/';
        }
        for (int start = 0, i = 0; i <= path.length; i++) {
            if (i == path.length || path[i] == '/') {
                boolean dot = i - start == 1 && path[start] == '.';
                if (i > start && !dot) {
                    if (n > 0 && kept[n - 1] != '/') {
                        kept[n++] = '/';
                    }
                    System.arraycopy(path, start, kept, n, i - start);
                    n += i - start;
                }
                start = i + 1;
            }
        }
        if (n == 0) {
            kept[n++] = '.';
        }
        return Arrays.copyOf(kept, n);
    }

    private boolean startsWith(String prefix) {
        int length = prefix.length();
        return text.length >= length
                && new String(text, 0, length, StandardCharsets.ISO_8859_1).equalsIgnoreCase(prefix);
    }

    private static int indexOf(byte[] bytes, String ascii, int from) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(ascii, from);
    }

    /**
     * Whether it matches this path or something above it.
     *
     * @param path without a slash at its end, unless it is {@code /}
     * @param directory whether there is a directory
     */
    public boolean matches(byte[] path, boolean directory) {
        return whole.matches(path, true) && !(directoriesOnly && !directory && whole.matches(path, false));
    }

    /** Whether it matches exactly this path, not only something above it. Parameters as of {@link #matches}. */
    public boolean matchesExactly(byte[] path, boolean directory) {
        return whole.matches(path, false) && (directory || !directoriesOnly);
    }

    /** Whether something that is not there yet might match below this directory. */
    public boolean mayMatchBelow(byte[] directory) {
        if (directory.length == 1 && directory[0] == '/' && absolute) {
            return true;
        }
        int common = Math.min(directory.length, literal.length);
        if (Arrays.mismatch(directory, 0, common, literal, 0, common) >= 0) {
            return false;
        }
        if (directory.length < literal.length) {
            return literal[directory.length] == '/';
        }
        for (GlobProgram ancestor : ancestors) {
            if (ancestor.matches(directory, false)) {
                return true;
            }
        }
        return false;
    }

    /** The pattern as it was given; copied. */
    public byte[] bytes() {
        return text.clone();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Glob other && Arrays.equals(text, other.text);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(text);
    }

    /** The pattern; what is no UTF-8 is replaced. */
    @Override
    public String toString() {
        return new String(text, StandardCharsets.UTF_8);
    }
}
