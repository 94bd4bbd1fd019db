package dev.holdfast.core.find;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.selection.Glob;
import dev.holdfast.core.catalog.entry.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is looked for. Not thread-safe. */
final class Sought {

    /** A pattern, for whole paths or for names. */
    private record Pattern(Glob glob, boolean wholePath) {}

    private final List<EntryPath> paths = new ArrayList<>();
    private final List<Pattern> patterns = new ArrayList<>();
    /** Everything that is found lies at one of these, or below. */
    private final List<EntryPath> roots = new ArrayList<>();

    private Predicate<Entry> conditions = entry -> true;

    void path(EntryPath path) {
        paths.add(path);
        roots.add(path);
    }

    void pattern(Glob glob) {
        String text = new String(glob.bytes(), StandardCharsets.ISO_8859_1);
        boolean wholePath = text.indexOf('/') >= 0 && text.indexOf('/') < text.length() - 1;
        String relative = wholePath ? text.substring(leadingSlashes(text)) : text;
        patterns.add(new Pattern(Glob.ofBytes(relative.getBytes(StandardCharsets.ISO_8859_1)), wholePath));
        roots.add(wholePath ? plainBeginning(relative) : EntryPath.ROOT);
    }

    private static int leadingSlashes(String text) {
        int slashes = 0;
        while (slashes < text.length() - 1 && text.charAt(slashes) == '/') {
            slashes++;
        }
        return slashes;
    }

    /** The directories that a pattern names without a wildcard. */
    private static EntryPath plainBeginning(String pattern) {
        int end = 0;
        for (int i = 0; i < pattern.length() && "*?[:".indexOf(pattern.charAt(i)) < 0; i++) {
            if (pattern.charAt(i) == '/') {
                end = i;
            }
        }
        try {
            return EntryPath.ofBytes(pattern.substring(0, end).getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            // No entry lies there, but that is for the pattern to say.
            return EntryPath.ROOT;
        }
    }

    void condition(Predicate<Entry> condition) {
        conditions = conditions.and(condition);
    }

    boolean matches(Entry entry) {
        return isNamed(entry) && conditions.test(entry);
    }

    private boolean isNamed(Entry entry) {
        if (roots.isEmpty() || paths.contains(entry.path())) {
            return true;
        }
        if (entry.path().isRoot()) {
            return false;
        }
        boolean directory = entry.type() == EntryType.DIRECTORY;
        for (Pattern pattern : patterns) {
            byte[] text =
                    pattern.wholePath() ? entry.path().bytes() : entry.path().name();
            if (pattern.glob().matchesExactly(text, directory)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether something that is looked for may lie on a page.
     *
     * @param first path on it
     * @param next path behind it; null if that is not known
     */
    boolean mayLieBetween(EntryPath first, @Nullable EntryPath next) {
        if (roots.isEmpty()) {
            return true;
        }
        for (EntryPath root : roots) {
            boolean endsBefore = next != null && next.compareTo(root) <= 0;
            boolean beginsBehind = first.compareTo(root) > 0 && !first.startsWith(root);
            if (!endsBefore && !beginsBehind) {
                return true;
            }
        }
        return false;
    }
}
