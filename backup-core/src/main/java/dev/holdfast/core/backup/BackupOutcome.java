package dev.holdfast.core.backup;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.delta.Delta;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.model.Notice;
import dev.holdfast.core.backup.compare.FileLister;
import dev.holdfast.core.backup.content.RunCounters;
import dev.holdfast.core.store.ObjectStore;
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

    /** @param store counts what the run has stored */
    BackupOutcome(
            Snapshot snapshot,
            boolean committed,
            Head head,
            SourceWalk walk,
            ObjectStore store,
            Duration elapsed,
            List<Notice> notices) {
        FileLister lister = walk.files();
        RunCounters counters = walk.counters();
        this.snapshot = snapshot;
        this.committed = committed;
        this.head = head;
        this.delta = walk.delta().finish();
        this.newFiles = lister.newFiles;
        this.changedFiles = lister.changedFiles;
        this.unchangedFiles = walk.unchangedFiles() + lister.sameFiles;
        this.readBytes = counters.readBytes.sum();
        this.deduplicatedBytes = counters.deduplicatedBytes.sum();
        this.storedBytes = store.bytesPut();
        this.storedObjects = store.objectsPut();
        this.elapsed = elapsed;
        this.failures = walk.failures().failures();
        this.failureCount = walk.failures().count();
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
