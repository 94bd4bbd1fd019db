package dev.holdfast.api.status;

import dev.holdfast.api.Snapshot;
import java.util.List;

/** A snapshot, and whether all that it needs is stored. Immutable. */
public interface SnapshotStatus {

    /** What the names and sizes of stored objects tell of a snapshot. More states may be added. */
    enum State {
        /** Every object that it needs is there and has its size. */
        COMPLETE,
        /** An object that it needs is absent, has another size, or describes the snapshot and is damaged. */
        DAMAGED
    }

    Snapshot snapshot();

    State state();

    /** Keys of the objects that it needs and that are absent or damaged, ascending; unmodifiable. */
    List<String> damagedObjects();

    /**
     * Whether its manifest can be read. If not, the snapshot tells its id, time, kind and chain, and throws an
     * {@link dev.holdfast.api.error.IntegrityException} if more is asked.
     */
    boolean described();
}
