package dev.holdfast.api.retention;

import dev.holdfast.api.model.Head;
import dev.holdfast.api.model.SnapshotId;
import java.util.List;

/** What an undone removal has brought back. Immutable. */
public interface UndoResult {

    /** The record whose removal was undone. */
    long record();

    /** The snapshots that are there again, oldest first; unmodifiable. */
    List<SnapshotId> restored();

    /** The newest record then. */
    Head head();
}
