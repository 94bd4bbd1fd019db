package dev.holdfast.core.status;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.status.SnapshotStatus;
import java.util.List;

/** A snapshot, and what of it is lost. */
record CheckedSnapshot(Snapshot snapshot, List<String> damagedObjects, boolean described) implements SnapshotStatus {

    @Override
    public State state() {
        return damagedObjects.isEmpty() && described ? State.COMPLETE : State.DAMAGED;
    }
}
