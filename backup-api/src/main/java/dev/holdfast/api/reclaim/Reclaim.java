package dev.holdfast.api.reclaim;

import dev.holdfast.api.ProgressListener;
import java.time.Duration;

/**
 * Space to be got back. Needs no key. Not thread-safe; plans once.
 *
 * <p>A volume is compacted by copying the sealed blocks that a live snapshot needs into a new one. Volumes in archive
 * classes are never compacted, nor are those of a run that goes on; volumes of a class with a least duration not before
 * it is over, and of one that charges for reading only where the space that becomes free within half a year is worth
 * more.
 */
public interface Reclaim {

    /** What is compacted unless something else is said. */
    double DEFAULT_LIVE_SHARE = 0.75;

    /** How much one run copies unless something else is said. */
    long DEFAULT_MOVED_BYTES = 4L << 30;

    /**
     * Compacts volumes of which a smaller share is needed, those with the smallest first.
     *
     * @param liveShare 0 (compacts nothing) to 1; {@link #DEFAULT_LIVE_SHARE} if not said
     * @throws IllegalArgumentException if it is not
     */
    Reclaim compactBelow(double liveShare);

    /**
     * Bounds what one run copies; {@link #DEFAULT_MOVED_BYTES} if not said. The rest is for the next run.
     *
     * @throws IllegalArgumentException if it is negative
     */
    Reclaim moveAtMost(long bytes);

    /**
     * How long emptied volumes stay for readers that began before; 7 days if not said. Zero deletes them at once, so
     * that a restore that is under way may fail and has to be run again.
     *
     * @throws IllegalArgumentException if it is negative
     */
    Reclaim grace(Duration grace);

    /** Hears how far the compaction has come when the plan is applied. */
    Reclaim onProgress(ProgressListener listener);

    /**
     * Looks at what is stored and decides. Reads descriptions and a listing; changes nothing, but may take the lease
     * for a moment to see whether a backup is running.
     *
     * @throws dev.holdfast.api.error.IntegrityException if a description is damaged, so that it is not known what is
     *     needed
     * @throws dev.holdfast.api.error.ConcurrentWriterException if the repository kept changing while it was looked at
     * @throws dev.holdfast.api.error.StorageException if the store fails
     * @throws IllegalStateException if it was planned already
     */
    ReclaimPlan plan();
}
