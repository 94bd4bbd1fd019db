package dev.holdfast.api.retention;

import dev.holdfast.api.model.Head;
import dev.holdfast.api.model.SnapshotId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What came of applying a plan. Immutable. */
public interface RetentionResult {

    /** The record that took the snapshots away, by which it is undone; nothing if there was none to take. */
    OptionalLong record();

    /** The snapshots that are gone, oldest first; unmodifiable. */
    List<SnapshotId> removed();

    /** Objects that are not needed any more. */
    long unneededObjects();

    /**
     * Until when the removal can be undone; afterwards a sweep deletes the objects. Nothing where there is no
     * {@link #record}.
     */
    Optional<Instant> undoableUntil();

    /** What was deleted in the same run because its time had come, of this removal or of earlier ones. */
    SweepResult sweep();

    /** The newest record then. */
    Head head();

    /**
     * Makes problems of the {@link #sweep} fatal.
     *
     * @return this
     * @throws IncompleteSweepException if something could not be deleted that is due; the snapshots are gone all the
     *     same
     */
    default RetentionResult requireComplete() {
        sweep().requireComplete();
        return this;
    }
}
