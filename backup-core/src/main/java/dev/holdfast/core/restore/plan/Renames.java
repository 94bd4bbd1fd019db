package dev.holdfast.core.restore.plan;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.read.OpenSnapshot;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Paths of the snapshot that are restored as if they were others, with all that lies below them. Of several that fit a
 * path the innermost counts. Immutable.
 *
 * @param paths new paths by old ones
 */
public record Renames(SortedMap<EntryPath, EntryPath> paths) {

    public static final Renames NONE = new Renames(new TreeMap<>());

    public Renames {
        paths = Collections.unmodifiableSortedMap(new TreeMap<>(paths));
    }

    /** @throws IllegalArgumentException if one of them is the root, or one path gets two names */
    public Renames with(EntryPath from, EntryPath to) {
        if (from.isRoot() || to.isRoot()) {
            throw new IllegalArgumentException("the root of a snapshot is not renamed, nor does anything become it");
        }
        SortedMap<EntryPath, EntryPath> more = new TreeMap<>(paths);
        if (more.put(from, to) != null) {
            throw new IllegalArgumentException("\"" + from + "\" is to be renamed twice");
        }
        return new Renames(more);
    }

    /** Old paths strictly below a path, the innermost first. */
    List<EntryPath> below(EntryPath path) {
        return paths.keySet().stream()
                .filter(from -> from.startsWith(path) && !from.equals(path))
                .sorted(Comparator.comparingInt(EntryPath::depth).reversed())
                .toList();
    }

    /** What a path becomes. */
    EntryPath renamed(EntryPath path) {
        EntryPath best = null;
        for (EntryPath from : paths.keySet()) {
            if (path.startsWith(from) && (best == null || from.depth() > best.depth())) {
                best = from;
            }
        }
        return best == null ? path : path.relativeTo(best).below(paths.getOrDefault(best, best));
    }

    /**
     * Makes sure that nothing is restored over something else that is restored.
     *
     * @throws NotFoundException if the snapshot lacks an old path
     * @throws ConfigurationException if a new path is taken, or two of them lie inside each other
     */
    void check(OpenSnapshot snapshot) {
        for (Map.Entry<EntryPath, EntryPath> rename : paths.entrySet()) {
            EntryPath from = rename.getKey();
            EntryPath to = rename.getValue();
            if (snapshot.find(from).isEmpty()) {
                throw new NotFoundException("cannot rename \"" + from + "\": the snapshot "
                        + snapshot.manifest().snapshot() + " has no such entry; nothing was restored");
            }
            if (renamed(to).equals(to) && snapshot.find(to).isPresent()) {
                throw new ConfigurationException("cannot rename \"" + from + "\" to \"" + to + "\": the snapshot "
                        + snapshot.manifest().snapshot() + " has an entry there; nothing was restored");
            }
            for (Map.Entry<EntryPath, EntryPath> other : paths.entrySet()) {
                if (!other.getKey().equals(from) && other.getValue().startsWith(to)) {
                    throw new ConfigurationException("\"" + from + "\" and \"" + other.getKey()
                            + "\" would become \"" + to + "\" and \"" + other.getValue()
                            + "\", which lie inside each other; nothing was restored");
                }
            }
        }
    }
}
