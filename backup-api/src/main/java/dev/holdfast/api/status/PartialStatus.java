package dev.holdfast.api.status;

import dev.holdfast.api.model.SnapshotId;
import java.time.Instant;
import java.util.List;

/** The state that an unfinished run has recorded; never restored from, but continued by the next run. Immutable. */
public interface PartialStatus {

    /** The run. */
    SnapshotId id();

    /** When the run began. */
    Instant time();

    /** What it had added to the store by then. */
    long storedBytes();

    /**
     * Keys of the objects that it needs and that are absent or damaged, ascending; then what is missing is stored
     * again, or a new chain begins. Unmodifiable.
     */
    List<String> damagedObjects();
}
