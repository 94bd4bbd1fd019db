package dev.holdfast.api.retention;

import dev.holdfast.api.model.SnapshotId;
import java.time.Instant;
import java.util.List;

/** A removal that can still be undone. Immutable. */
public interface UndoableRemoval {

    /** The record that removed the snapshots, by which it is undone. */
    long record();

    /** When it was recorded. */
    Instant time();

    /** Until when it can be undone for sure; afterwards until a sweep begins to delete. */
    Instant undoableUntil();

    /** The snapshots that would come back, oldest first; unmodifiable. */
    List<SnapshotId> snapshots();

    /** All of it in one line. */
    @Override
    String toString();
}
