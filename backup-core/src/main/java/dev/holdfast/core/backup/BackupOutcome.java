package dev.holdfast.core.backup;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.delta.Delta;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.model.Notice;
import dev.holdfast.core.backup.compare.FileLister;
import dev.holdfast.core.backup.content.RunCounters;
import java.time.Duration;
import java.util.List;

/** The result of a run. Immutable. */
final class BackupOutcome implements BackupResult {

    private final Snapshot snapshot;
    private final boolean committed;
    private final Head head;
    private final Delta delta;
    private final long newFiles;
    private final long changedFiles;
    private final long unchangedFiles;
    private final long readBytes;
    private final long deduplicatedBytes;
    private final long storedBytes;
    private final long storedObjects;
    private final Duration elapsed;
    private final List<Failure> failures;
    private final long failureCount;
    private final List<Notice> notices;

    BackupOutcome(
            Snapshot snapshot,
            boolean committed,
            Head head,
            Delta delta,
            FileLister lister,
            long unchangedFiles,
            RunCounters counters,
            long storedBytes,
            long storedObjects,
            Duration elapsed,
            List<Failure> failures,
            long failureCount,
            List<Notice> notices) {
        this.snapshot = snapshot;
        this.committed = committed;
        this.head = head;
        this.delta = delta;
        this.newFiles = lister.newFiles;
        this.changedFiles = lister.changedFiles;
        this.unchangedFiles = unchangedFiles + lister.sameFiles;
        this.readBytes = counters.readBytes.sum();
        this.deduplicatedBytes = counters.deduplicatedBytes.sum();
        this.storedBytes = storedBytes;
        this.storedObjects = storedObjects;
        this.elapsed = elapsed;
        this.failures = failures;
        this.failureCount = failureCount;
        this.notices = notices;
    }

    @Override
    public Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public boolean committed() {
        return committed;
    }

    @Override
    public Head head() {
        return head;
    }

    @Override
    public long newFiles() {
        return newFiles;
    }

    @Override
    public long changedFiles() {
        return changedFiles;
    }

    @Override
    public long unchangedFiles() {
        return unchangedFiles;
    }

    @Override
    public long removedEntries() {
        return delta.removed() + delta.moved();
    }

    @Override
    public Delta delta() {
        return delta;
    }

    @Override
    public long readBytes() {
        return readBytes;
    }

    @Override
    public long deduplicatedBytes() {
        return deduplicatedBytes;
    }

    @Override
    public long storedBytes() {
        return storedBytes;
    }

    @Override
    public long storedObjects() {
        return storedObjects;
    }

    @Override
    public Duration elapsed() {
        return elapsed;
    }

    @Override
    public List<Failure> failures() {
        return failures;
    }

    @Override
    public long failureCount() {
        return failureCount;
    }

    @Override
    public List<Notice> notices() {
        return notices;
    }

    /** For logs. */
    @Override
    public String toString() {
        return snapshot + (committed ? "" : " (nothing had changed)") + ": " + newFiles + " files new, " + changedFiles
                + " changed, " + unchangedFiles + " unchanged; read " + readBytes + " bytes, stored " + storedBytes
                + " bytes; " + failureCount + " failures";
    }
}
