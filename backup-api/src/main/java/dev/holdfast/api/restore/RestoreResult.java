package dev.holdfast.api.restore;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.model.Notice;
import java.time.Duration;
import java.util.List;

/**
 * What a restore has done, as far as it could: look at {@link #failures}, or ask {@link #requireComplete}. Immutable.
 */
public interface RestoreResult {

    Snapshot snapshot();

    /** The newest record when the snapshot was chosen. */
    Head head();

    /** Files, links, directories and the like that were written. */
    long restoredEntries();

    /** Content bytes that were written. */
    long restoredBytes();

    /** Entries that were there and equal. */
    long equalEntries();

    /** Entries that were there, differed, and were kept: on request, or directories in use. */
    long keptEntries();

    /** Bytes fetched from the store. */
    long fetchedBytes();

    Duration elapsed();

    /**
     * Entries that could not be restored, in the order in which that was found, up to the first 10,000; unmodifiable.
     * Check it: {@code run} does not throw for them.
     */
    List<Failure> failures();

    /** How many entries could not be restored; may be more than are listed. */
    long failureCount();

    /** What the user should know; unmodifiable. */
    List<Notice> notices();

    /**
     * Makes failures fatal.
     *
     * @return this
     * @throws IncompleteRestoreException if an entry could not be restored; what was restored stays
     */
    default RestoreResult requireComplete() {
        if (failureCount() > 0) {
            throw new IncompleteRestoreException(this);
        }
        return this;
    }
}
