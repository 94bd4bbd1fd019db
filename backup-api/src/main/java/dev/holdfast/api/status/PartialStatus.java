package dev.holdfast.api.status;

import dev.holdfast.api.model.SnapshotId;
import java.time.Instant;

/**
 * The state that an unfinished run has recorded; never restored from, but continued by the next run.
 *
 * @param id the run
 * @param time when the run began
 * @param storedBytes what it had added to the store by then
 */
public record PartialStatus(SnapshotId id, Instant time, long storedBytes) {}
