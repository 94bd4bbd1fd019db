package dev.holdfast.core.restore;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.model.Notice;
import dev.holdfast.api.restore.RestoreResult;
import java.time.Duration;
import java.util.List;

/** The result of a restore. */
record RestoreOutcome(
        Snapshot snapshot,
        Head head,
        long restoredEntries,
        long restoredBytes,
        long equalEntries,
        long keptEntries,
        long fetchedBytes,
        Duration elapsed,
        List<Failure> failures,
        long failureCount,
        List<Notice> notices)
        implements RestoreResult {

    @Override
    public String toString() {
        return snapshot + ": " + restoredEntries + " entries restored, " + equalEntries + " equal, " + keptEntries
                + " kept; wrote " + restoredBytes + " bytes, fetched " + fetchedBytes + " bytes; " + failureCount
                + " failures";
    }
}
