package dev.holdfast.core.backup;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.delta.Delta;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.model.Notice;
import dev.holdfast.core.backup.content.RunCounters;
import dev.holdfast.core.backup.listing.RunTally;
import dev.holdfast.core.store.ObjectStore;
import java.time.Duration;
import java.util.List;

/** The result of a run. */
record BackupOutcome(
        Snapshot snapshot,
        boolean committed,
        Head head,
        Delta delta,
        long newFiles,
        long changedFiles,
        long unchangedFiles,
        long readBytes,
        long deduplicatedBytes,
        long storedBytes,
        long storedObjects,
        Duration elapsed,
        List<Failure> failures,
        long failureCount,
        List<Notice> notices)
        implements BackupResult {

    /** @param store counts what the run has stored */
    static BackupOutcome of(
            Snapshot snapshot,
            boolean committed,
            Head head,
            SourceWalk walk,
            ObjectStore store,
            Duration elapsed,
            List<Notice> notices) {
        RunTally tally = walk.tally();
        RunCounters counters = walk.counters();
        return new BackupOutcome(
                snapshot,
                committed,
                head,
                tally.delta().finish(),
                tally.newFiles(),
                tally.changedFiles(),
                tally.unchangedFiles(),
                counters.readBytes.sum(),
                counters.deduplicatedBytes.sum(),
                store.bytesPut(),
                store.objectsPut(),
                elapsed,
                tally.failures().inPathOrder(),
                tally.failures().count(),
                notices);
    }

    @Override
    public long removedEntries() {
        return delta.removed() + delta.moved();
    }

    @Override
    public String toString() {
        return snapshot + (committed ? "" : " (nothing had changed)") + ": " + newFiles + " files new, " + changedFiles
                + " changed, " + unchangedFiles + " unchanged; read " + readBytes + " bytes, stored " + storedBytes
                + " bytes; " + failureCount + " failures";
    }
}
