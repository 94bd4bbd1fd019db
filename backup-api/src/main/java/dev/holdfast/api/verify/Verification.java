package dev.holdfast.api.verify;

import dev.holdfast.api.ProgressListener;
import dev.holdfast.api.model.SnapshotId;
import java.nio.file.Path;

/**
 * A check to be made. As it stands it needs no key: every object of the chosen snapshots is fetched, and its presence, size
 * and hash are checked. Not thread-safe; runs once.
 */
public interface Verification {

    /** Only what this snapshot needs; without it, what any live snapshot needs. */
    Verification snapshot(SnapshotId id);

    /** Only that the objects are there with the right size, by listing; fetches none but descriptions. */
    Verification presenceOnly();

    /** Also opens every block that is needed and checks the hash of every chunk; needs a key. */
    Verification data();

    /** Also compares the snapshot, the newest if none is chosen, with a live tree; needs a key. */
    Verification compare(Path root);

    Verification onProgress(ProgressListener listener);

    /**
     * Checks. Blocks. What is wrong is in the result.
     *
     * @throws dev.holdfast.api.error.NotFoundException if there is no such snapshot, or no tree to compare with
     * @throws dev.holdfast.api.error.KeyException if {@link #data} or {@link #compare} was asked and no key opens
     * @throws dev.holdfast.api.error.StorageException if the store fails
     * @throws dev.holdfast.api.error.CancelledException if the thread was interrupted
     * @throws IllegalStateException if {@link #presenceOnly} and {@link #data} were both asked, or it was run already
     */
    VerifyResult run();
}
