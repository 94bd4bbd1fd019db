package dev.holdfast.api.restore;

import dev.holdfast.api.ProgressListener;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.storage.ThawingStorage.Tier;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A restore to be made. Say once where to, {@link #as} or {@link #into}, then {@link #run}. Not thread-safe; runs once.
 *
 * <p>Never writes through a symbolic link or outside the target, never replaces a directory by a file, and never
 * deletes what the snapshot does not have, but for temporary files of a killed restore of this machine. A file appears
 * under its name only when every byte was verified.
 */
public interface Restore {

    /** Only the entry at this path and what lies below it. May be given again for more; without it, everything. */
    Restore path(EntryPath path);

    /** As {@link #path(EntryPath)} with {@link EntryPath#of}. */
    default Restore path(String path) {
        return path(EntryPath.of(path));
    }

    /**
     * The chosen path becomes exactly this file or directory; missing parents are made. Needs a single path, or none.
     */
    Restore as(Path target);

    /** The chosen paths are put below this directory under their last names; everything is put below it as it lies. */
    Restore into(Path directory);

    /**
     * Restores an entry, and what lies below it, as if the snapshot had it at another path; below the same chosen path.
     * May be given again for more; of two that fit an entry, the inner counts. Missing directories are made, hard links
     * stay such. The run fails before it writes anything if the snapshot has no such entry, or has one at the new path
     * that is not renamed itself.
     *
     * @param to not below the {@code to} of another
     * @throws IllegalArgumentException if one of them is the root, or {@code from} was given before
     */
    Restore rename(EntryPath from, EntryPath to);

    /** As {@link #rename(EntryPath, EntryPath)} with {@link EntryPath#of}. */
    default Restore rename(String from, String to) {
        return rename(EntryPath.of(from), EntryPath.of(to));
    }

    /** What to do where a differing file is in the way; {@link ConflictPolicy#FAIL} if not said. */
    Restore onConflict(ConflictPolicy policy);

    /** Takes owners by number even where the host knows their names. Excludes {@link #withoutOwners}. */
    Restore numericOwners();

    /** Leaves all that is restored to the user who restores. */
    Restore withoutOwners();

    /** Hears how far the run has come; given again, the last one does. */
    Restore onProgress(ProgressListener listener);

    /**
     * Asks the store for readable copies of exactly the volumes that are needed and frozen, before anything is fetched.
     * What is thawing already is not asked for again, so the same restore can be run until it succeeds, also by other
     * processes. Changes nothing for volumes that can be read at once.
     *
     * @param days how long the copies are kept, ≥ 1
     */
    Restore thaw(Tier tier, int days);

    /**
     * Waits until all needed volumes can be read, instead of ending with a
     * {@link dev.holdfast.api.error.FrozenException}.
     *
     * @param interval between two looks at the store, positive; thawing takes minutes to days
     */
    Restore waitForThaw(Duration interval);

    /**
     * Finds out what {@link #run} would fetch. Reads the listing and looks at the volumes and at the target; changes,
     * fetches and thaws nothing, may be called more than once, and does not need a target. Blocks.
     *
     * @throws dev.holdfast.api.error.NotFoundException if the snapshot has no such path
     * @throws dev.holdfast.api.error.KeyException if a secret key or passphrase is missing or wrong
     * @throws dev.holdfast.api.error.IntegrityException if the catalog is damaged
     * @throws dev.holdfast.api.error.StorageException if the store fails
     * @throws dev.holdfast.api.error.CancelledException if the thread was interrupted
     */
    RestorePlan plan();

    /**
     * Fetches, verifies and writes. Blocks.
     *
     * @throws dev.holdfast.api.error.NotFoundException if the snapshot has no such path; nothing was written
     * @throws dev.holdfast.api.error.ConfigurationException if two chosen paths would get the same name, the target is
     *     a device, fifo or socket, or the repository was opened without a cipher; nothing was written
     * @throws dev.holdfast.api.error.KeyException if a secret key or passphrase is missing or wrong
     * @throws dev.holdfast.api.error.IntegrityException if the catalog is damaged; damaged content is a failure of its
     *     file
     * @throws dev.holdfast.api.error.StorageException if the store fails
     * @throws dev.holdfast.api.error.FrozenException if needed volumes lie in an archive class and cannot be read yet;
     *     files restored so far stay, and the same restore goes on once the volumes have thawed
     * @throws dev.holdfast.api.error.CancelledException if the thread was interrupted; files restored so far stay
     * @throws IllegalStateException if nothing says where to, {@link #as} was said of several paths, or it was run
     *     already
     */
    RestoreResult run();
}
