package dev.holdfast.api.status;

import dev.holdfast.api.model.SnapshotId;
import java.time.Instant;
import java.util.List;

/**
 * The state that an unfinished run has recorded; never restored from, but continued by the next run.
 *
 * @param id the run
 * @param time when the run began
 * @param storedBytes what it had added to the store by then
 * @param damagedObjects keys of the objects that it needs and that are absent or damaged, ascending; then what is missing is
 *     stored again, or a new chain begins
 */
public record PartialStatus(SnapshotId id, Instant time, long storedBytes, List<String> damagedObjects) {

    public PartialStatus {
        damagedObjects = List.copyOf(damagedObjects);
    }
}
