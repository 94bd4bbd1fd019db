package dev.holdfast.api.restore;

import dev.holdfast.api.ProgressListener;
import dev.holdfast.api.model.EntryPath;
import java.nio.file.Path;

/**
 * A restore to be made. Say where to, {@link #as} or {@link #into}, then {@link #run}. Not thread-safe; runs once.
 *
 * <p>Never writes through a symbolic link or outside the target, never replaces a directory by a file, and never deletes
 * what the snapshot does not have. A file appears under its name only when every byte was verified.
 */
public interface Restore {

    /** Only the entry at this path and what lies below it. May be given again for more; without it, everything. */
    Restore path(EntryPath path);

    /** As {@link #path(EntryPath)} with {@link EntryPath#of}. */
    default Restore path(String path) {
        return path(EntryPath.of(path));
    }

    /** The chosen path becomes exactly this file or directory; missing parents are made. Needs a single path, or none. */
    Restore as(Path target);

    /** The chosen paths are put below this directory under their last names; everything is put below it as it lies. */
    Restore into(Path directory);

    /** What to do where a differing file is in the way; {@link ConflictPolicy#FAIL} if not said. */
    Restore onConflict(ConflictPolicy policy);

    /** Takes owners by number even where the host knows their names. */
    Restore numericOwners();

    /** Leaves all that is restored to the user who restores. */
    Restore withoutOwners();

    Restore onProgress(ProgressListener listener);

    /**
     * Fetches, verifies and writes. Blocks.
     *
     * @throws dev.holdfast.api.error.NotFoundException if the snapshot has no such path; nothing was written
     * @throws dev.holdfast.api.error.ConfigurationException if two chosen paths would get the same name, or the repository was opened
     *     without a cipher; nothing was written
     * @throws dev.holdfast.api.error.KeyException if a secret key or passphrase is missing or wrong
     * @throws dev.holdfast.api.error.IntegrityException if the catalog is damaged; damaged content is a failure of its file
     * @throws dev.holdfast.api.error.StorageException if the store fails
     * @throws dev.holdfast.api.error.CancelledException if the thread was interrupted; files restored so far stay
     * @throws IllegalStateException if nothing says where to, or it was run already
     */
    RestoreResult run();
}
