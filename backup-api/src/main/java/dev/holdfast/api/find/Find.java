package dev.holdfast.api.find;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.selection.Glob;
import java.time.Instant;
import java.util.List;

/**
 * A search to be made. Say what to look for, then {@link #run}. An entry is found if it has one of the paths, or
 * matches one of the patterns, and fulfils every other condition; without paths and patterns every entry is looked at.
 * Not thread-safe; runs once.
 *
 * <pre>{@code
 * for (FoundEntry found : repository.find().matching("*.odt").minSize(1).run()) {
 *     for (EntryVersion version : found.versions()) {
 *         System.out.println(found.path() + " from " + version.first().time() + " to " + version.last().time());
 *     }
 * }
 * }</pre>
 */
public interface Find {

    /** The entry at exactly this path. May be given again for more. */
    Find path(EntryPath path);

    /** As {@link #path(EntryPath)} with {@link EntryPath#of}. */
    default Find path(String path) {
        return path(EntryPath.of(path));
    }

    /**
     * Entries whose whole path matches, {@code home/jan/*.txt}; or, for a pattern without a slash, whose name does,
     * wherever they lie: {@code *.txt}. May be given again for more.
     */
    Find matching(Glob pattern);

    /**
     * As {@link #matching(Glob)} with {@link Glob#of}.
     *
     * @throws dev.holdfast.api.error.ConfigurationException if it is no pattern
     */
    default Find matching(String pattern) {
        return matching(Glob.of(pattern));
    }

    /** Only entries of this type. */
    Find type(EntryType type);

    /** Only files with content of at least this length. */
    Find minSize(long bytes);

    /** Only files with content of at most this length. */
    Find maxSize(long bytes);

    /** Only entries that were last modified at this time or later. */
    Find modifiedSince(Instant time);

    /** Only entries that were last modified before this time. */
    Find modifiedBefore(Instant time);

    /**
     * Only in this snapshot; may be given again for more. All of the repository if not said.
     *
     * @throws IllegalArgumentException if it was not taken from this repository
     */
    Find snapshot(Snapshot snapshot);

    /**
     * Searches. Pages that several snapshots share are read once, and where only paths are sought, or patterns that
     * begin with plain names, only pages that may hold them. Takes memory for each entry that is found, and some 100
     * bytes for each page that is read. Blocks.
     *
     * @return in path order; unmodifiable
     * @throws dev.holdfast.api.error.ConfigurationException if the repository was opened without a cipher, or with
     *     another one
     * @throws dev.holdfast.api.error.KeyException if no secret key or passphrase opens a catalog
     * @throws dev.holdfast.api.error.IntegrityException if one is damaged, or not signed as expected
     * @throws dev.holdfast.api.error.StorageException if the store fails
     * @throws dev.holdfast.api.error.CancelledException if the thread was interrupted
     * @throws IllegalStateException if it was run already
     */
    List<FoundEntry> run();
}
