package dev.holdfast.api.reclaim;

import dev.holdfast.api.model.Head;
import java.util.List;

/**
 * What would be deleted and compacted, and why. Immutable; good for the head that it was made for, and in the process
 * that made it, where {@link dev.holdfast.api.BackupRepository#apply(ReclaimPlan)} carries it out.
 */
public interface ReclaimPlan {

    /** The newest record when it was made. */
    Head head();

    /**
     * Volumes that will be emptied, and those that are mostly dead and are left alone nevertheless; those with the
     * smallest live share first. Unmodifiable.
     */
    List<VolumePlan> volumes();

    /**
     * Objects of the repository's own that nothing names, volumes among them; in ascending order of their keys,
     * unmodifiable.
     */
    List<Leftover> leftovers();

    /** Objects that nothing names yet and that are kept, for a run may be going on that made them. */
    long protectedObjects();

    long protectedBytes();

    /** Bytes that will be copied. */
    long movedBytes();

    /** Bytes that become free once everything is deleted. */
    long freedBytes();

    /** Whether there is nothing to do. */
    boolean isEmpty();

    /** Names this plan: the same for the same plan of the same head, 64 hexadecimal digits. */
    String fingerprint();
}
