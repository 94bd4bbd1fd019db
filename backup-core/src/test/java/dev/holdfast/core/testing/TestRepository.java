package dev.holdfast.core.testing;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.Snapshots;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.selection.Selection;
import dev.holdfast.api.status.CollectionStatus;
import dev.holdfast.api.verify.Verification;
import dev.holdfast.core.archive.StoredFormat;
import dev.holdfast.core.archive.ZstdFormat;
import dev.holdfast.core.backup.BackupOperation;
import dev.holdfast.core.backup.plan.BackupContext;
import dev.holdfast.core.backup.plan.RunLease;
import dev.holdfast.core.cipher.NullCipher;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RepositoryLog;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.read.SnapshotAccess;
import dev.holdfast.core.read.StoredSnapshot;
import dev.holdfast.core.read.StoredSnapshots;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.restore.RestoreContext;
import dev.holdfast.core.restore.RestoreRequest;
import dev.holdfast.core.retry.Pause;
import dev.holdfast.core.status.StatusReport;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.core.store.ObjectCache;
import dev.holdfast.core.store.ObjectStore;
import dev.holdfast.core.verify.VerificationContext;
import dev.holdfast.core.verify.VerificationRequest;
import dev.holdfast.core.work.Workers;
import dev.holdfast.testkit.storage.CountingStorage;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A repository in memory that is written through the API and read by what this package tests. Not encrypted. */
public final class TestRepository implements AutoCloseable {

    private static final RunLease NO_LEASE = new RunLease() {
        @Override
        public void check() {}

        @Override
        public void close() {}
    };

    private final Path localState;
    private final Posix posix;
    private Posix restoring = Posix.best();
    private final CountingStorage storage = CountingStorage.over(MemoryStorage.create());
    private final Workers workers = Workers.of(2, 128 << 20);
    private final ObjectStore store = new ObjectStore(storage, ObjectCache.NONE);
    private final SnapshotAccess access = new SnapshotAccess(
            store,
            new ManifestStore(store, Optional.empty()),
            new NullCipher(),
            name -> name.equals(StoredFormat.NAME) ? new StoredFormat() : ZstdFormat.standard(),
            null,
            workers);

    /** @param localState what backups keep between runs */
    public TestRepository(Path localState) {
        this(localState, Posix.best());
    }

    /** @param posix through which backups read the source */
    public TestRepository(Path localState, Posix posix) {
        this.localState = localState;
        this.posix = posix;
    }

    /** @param system through which restores write */
    public TestRepository restoringThrough(Posix system) {
        restoring = system;
        return this;
    }

    /** What it lies in, counting. */
    public CountingStorage storage() {
        return storage;
    }

    public ObjectStore store() {
        return store;
    }

    public SnapshotAccess access() {
        return access;
    }

    public Workers workers() {
        return workers;
    }

    public BackupResult backUp(Path source) {
        RepositoryLog log = log();
        if (log.head().isEmpty()) {
            log.create("20261123T000000Z-000000000000");
        }
        BackupContext context = new BackupContext(
                store,
                new BackupContext.ClearPart(
                        log, log::requireHead, new ManifestStore(store, Optional.empty()), () -> NO_LEASE),
                new BackupContext.Sealing(ZstdFormat.standard(), new NullCipher(), Optional.empty()),
                workers,
                4 << 20,
                Duration.ofMinutes(5),
                Clock.systemUTC(),
                Instant::now,
                System::nanoTime,
                posix,
                "host",
                this::snapshot);
        return new BackupOperation(() -> context, name -> ZstdFormat.standard(), localState, new SecureRandom())
                .request()
                .source(source, Selection.all())
                .run();
    }

    public RepositoryLog log() {
        return new RepositoryLog(store, Clock.systemUTC(), new SecureRandom());
    }

    private Snapshot snapshot(CommittedState state, RosterEntry entry) {
        return new StoredSnapshot(
                access,
                state,
                entry,
                snapshot -> new RestoreRequest(new RestoreContext(
                        snapshot,
                        snapshot.head(),
                        snapshot::open,
                        store.storage(),
                        workers,
                        restoring,
                        System::nanoTime,
                        Pause.real())));
    }

    public CommittedState state() {
        return log().requireHead();
    }

    public Snapshots snapshots() {
        CommittedState state = state();
        return new StoredSnapshots(state, store.describe(), entry -> snapshot(state, entry));
    }

    public Verification verify() {
        return new VerificationRequest(
                StoredSnapshot.class::cast,
                new VerificationContext(
                        this::state,
                        store,
                        new ManifestStore(store, Optional.empty()),
                        access,
                        localState,
                        workers,
                        Posix.best(),
                        System::nanoTime,
                        new SecureRandom()));
    }

    public CollectionStatus status() {
        CommittedState state = state();
        return StatusReport.of(state, new ManifestStore(store, Optional.empty()), entry -> snapshot(state, entry));
    }

    public Snapshot newest() {
        return snapshots().newest().orElseThrow();
    }

    @Override
    public void close() {
        access.close();
        workers.close();
    }
}
