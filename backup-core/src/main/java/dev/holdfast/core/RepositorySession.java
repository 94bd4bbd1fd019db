package dev.holdfast.core;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.Snapshots;
import dev.holdfast.api.backup.Backup;
import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.delta.SnapshotDiff;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.LeaseHeldException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.api.find.Find;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.reclaim.Reclaim;
import dev.holdfast.api.reclaim.ReclaimPlan;
import dev.holdfast.api.reclaim.ReclaimResult;
import dev.holdfast.api.restore.Restore;
import dev.holdfast.api.retention.Retention;
import dev.holdfast.api.retention.RetentionPlan;
import dev.holdfast.api.retention.RetentionResult;
import dev.holdfast.api.retention.SweepResult;
import dev.holdfast.api.retention.UndoResult;
import dev.holdfast.api.retention.UndoableRemoval;
import dev.holdfast.api.status.CollectionStatus;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.api.verify.Verification;
import dev.holdfast.core.backup.BackupOperation;
import dev.holdfast.core.backup.plan.BackupContext;
import dev.holdfast.core.backup.plan.RunLease;
import dev.holdfast.core.compaction.ReclaimContext;
import dev.holdfast.core.compaction.ReclaimRequest;
import dev.holdfast.core.compaction.Reclaiming;
import dev.holdfast.core.delta.StoredDiff;
import dev.holdfast.core.find.FindRequest;
import dev.holdfast.core.lease.Lease;
import dev.holdfast.core.lease.LeaseClock;
import dev.holdfast.core.lease.Leases;
import dev.holdfast.core.lease.ThisProcess;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RepositoryLog;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.read.SnapshotAccess;
import dev.holdfast.core.read.StoredSnapshot;
import dev.holdfast.core.read.StoredSnapshots;
import dev.holdfast.core.reclaim.Sweep;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.repository.OptimisticRead;
import dev.holdfast.core.restore.RestoreContext;
import dev.holdfast.core.restore.RestoreRequest;
import dev.holdfast.core.retention.Removal;
import dev.holdfast.core.retention.RetentionContext;
import dev.holdfast.core.retention.RetentionRequest;
import dev.holdfast.core.retention.Undo;
import dev.holdfast.core.state.LocalObjects;
import dev.holdfast.core.state.LocalState;
import dev.holdfast.core.status.StatusReport;
import dev.holdfast.core.store.ObjectCache;
import dev.holdfast.core.store.ObjectStore;
import dev.holdfast.core.verify.VerificationContext;
import dev.holdfast.core.verify.VerificationRequest;
import dev.holdfast.core.work.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An open repository: hands each operation to the package that does it. Thread-safe. */
final class RepositorySession implements BackupRepository {

    private final AtomicBoolean closed = new AtomicBoolean();
    private final RepositoryBuilder settings;
    private final Storage storage;
    private final ArchiveFormats archives;
    private final Workers workers;
    private final @Nullable LocalState local;
    private final @Nullable LocalObjects objects;
    private final SnapshotAccess access;
    private final Posix posix = Posix.best();
    private volatile CommittedState state;

    RepositorySession(RepositoryBuilder settings, Storage storage, CommittedState state, @Nullable LocalState local) {
        this.settings = settings;
        this.storage = storage;
        this.state = state;
        this.local = local;
        this.objects = local == null ? null : local.objects();
        this.archives = new ArchiveFormats(settings.archive);
        this.workers = settings.workers == null ? ownWorkers(settings) : settings.workers;
        this.access = access();
    }

    private static Workers ownWorkers(RepositoryBuilder settings) {
        if (settings.memoryBytes.isEmpty()) {
            return Workers.standard(settings.volumeBytes);
        }
        long memoryBytes = settings.memoryBytes.getAsLong();
        int processors = Runtime.getRuntime().availableProcessors();
        return Workers.of(BackupOperation.threadsFor(memoryBytes, settings.volumeBytes, processors), memoryBytes);
    }

    private SnapshotAccess access() {
        ObjectStore store = store();
        return new SnapshotAccess(
                store,
                new ManifestStore(store, Optional.ofNullable(settings.verifier)),
                settings.cipher,
                archives::byName,
                local == null ? null : local.catalog(),
                workers);
    }

    @Override
    public String id() {
        return state.repository();
    }

    @Override
    public Head head() {
        return state.head();
    }

    /** A store that counts for one operation. */
    private ObjectStore store() {
        return store(objects == null ? ObjectCache.NONE : objects);
    }

    /** A store as it is, whatever is remembered of it here. */
    private ObjectStore uncached() {
        return store(ObjectCache.NONE);
    }

    private ObjectStore store(ObjectCache cache) {
        if (closed.get()) {
            throw new IllegalStateException("the repository was closed");
        }
        return new ObjectStore(storage, cache);
    }

    private RepositoryLog log(ObjectStore store) {
        return new RepositoryLog(store, settings.clock, settings.random);
    }

    private void saw(CommittedState newer) {
        state = newer;
        if (local != null) {
            local.remember(newer.head());
        }
    }

    private ContentCipher requireCipher() {
        ContentCipher cipher = settings.cipher;
        if (cipher == null) {
            throw new ConfigurationException("the content of " + storage.describe()
                    + " needs a cipher: give one to the builder, or say unencrypted()");
        }
        return cipher;
    }

    @Override
    public Backup backup() {
        ContentCipher cipher = requireCipher();
        return new BackupOperation(() -> context(cipher), archives::byName, localDirectory(), settings.random)
                .request();
    }

    private @Nullable Path localDirectory() {
        return local == null ? null : local.directory();
    }

    private BackupContext context(ContentCipher cipher) {
        ObjectStore store = store();
        RepositoryLog log = log(store);
        return new BackupContext(
                store,
                log,
                () -> log.newest(state),
                new ManifestStore(store, Optional.ofNullable(settings.verifier)),
                Optional.ofNullable(settings.signer),
                () -> lease(store),
                cipher,
                settings.archive,
                workers,
                settings.volumeBytes,
                settings.checkpointInterval,
                settings.clock,
                settings.fileClock,
                settings.nanoTime,
                posix,
                settings.host,
                (committed, entry) -> {
                    saw(committed);
                    return snapshot(committed, entry);
                },
                BackupContext.NO_LEASE);
    }

    private RunLease lease(ObjectStore store) {
        Leases leases = new Leases(
                store, ThisProcess.current(settings.random), LeaseClock.SYSTEM, workers.renewals(), settings.random);
        Lease lease = leases.acquire(id());
        return new RunLease() {
            @Override
            public void check() {
                if (lease.isLost()) {
                    throw new LeaseHeldException("another writer has taken over the lease of " + storage.describe()
                            + " while this one paused; nothing was committed, run again");
                }
            }

            @Override
            public void close() {
                lease.close();
            }
        };
    }

    @Override
    public Snapshots snapshots() {
        CommittedState newest = refresh();
        return new StoredSnapshots(newest, storage.describe(), entry -> snapshot(newest, entry));
    }

    private CommittedState refresh() {
        CommittedState newest = log(store()).newest(state);
        saw(newest);
        return newest;
    }

    private Snapshot snapshot(CommittedState of, RosterEntry entry) {
        return new StoredSnapshot(access, of, entry, this::restore);
    }

    private Restore restore(StoredSnapshot snapshot) {
        return new RestoreRequest(new RestoreContext(
                snapshot, snapshot.head(), snapshot::open, storage, workers, posix, System::nanoTime, settings.pause));
    }

    @Override
    public SnapshotDiff diff(Snapshot before, Snapshot after) {
        return new StoredDiff(own(before), own(after));
    }

    @Override
    public Find find() {
        return new FindRequest(this::own, () -> snapshots().all());
    }

    private StoredSnapshot own(Snapshot snapshot) {
        if (snapshot instanceof StoredSnapshot stored && stored.isReadBy(access)) {
            return stored;
        }
        throw new IllegalArgumentException("the snapshot " + snapshot.id() + " was not taken from this repository");
    }

    @Override
    public Verification verify() {
        ObjectStore stored = uncached();
        ManifestStore manifests = new ManifestStore(stored, Optional.ofNullable(settings.verifier));
        Supplier<CommittedState> head = () -> {
            CommittedState newest = log(stored).requireHead();
            saw(newest);
            return newest;
        };
        return new VerificationRequest(new VerificationContext(
                head, stored, manifests, access, localDirectory(), workers, posix, System::nanoTime, settings.random));
    }

    @Override
    public CollectionStatus status() {
        ObjectStore store = uncached();
        ManifestStore manifests = new ManifestStore(store, Optional.ofNullable(settings.verifier));
        return new OptimisticRead(this::refresh, store)
                .read(
                        newest -> StatusReport.of(newest, store, manifests, entry -> snapshot(newest, entry)),
                        report -> !report.damagedObjects().isEmpty());
    }

    @Override
    public Retention retention() {
        return new RetentionRequest(new Removal(retentionContext()), settings.clock.getZone());
    }

    @Override
    public RetentionResult apply(RetentionPlan plan) {
        return new Removal(retentionContext()).apply(plan);
    }

    @Override
    public List<UndoableRemoval> undoable() {
        return new Undo(retentionContext()).all();
    }

    @Override
    public UndoResult undo() {
        return new Undo(retentionContext()).last();
    }

    @Override
    public UndoResult undo(long record) {
        return new Undo(retentionContext()).of(record);
    }

    @Override
    public SweepResult sweep() {
        return new Removal(retentionContext()).sweep();
    }

    private RetentionContext retentionContext() {
        ObjectStore store = store();
        RepositoryLog log = log(store);
        return new RetentionContext(
                store,
                log,
                new ManifestStore(store, Optional.ofNullable(settings.verifier)),
                this::refresh,
                this::saw,
                settings.clock,
                settings.random,
                new Sweep(store, log, settings.clock, System::nanoTime, settings.random));
    }

    @Override
    public Reclaim reclaim() {
        return new ReclaimRequest(reclaiming());
    }

    @Override
    public ReclaimResult apply(ReclaimPlan plan) {
        return Reclaiming.run(reclaiming(), plan, this::saw);
    }

    private ReclaimContext reclaiming() {
        ObjectStore stored = uncached();
        RepositoryLog log = log(stored);
        return new ReclaimContext(
                this::refresh,
                stored,
                log,
                new ManifestStore(stored, Optional.ofNullable(settings.verifier)),
                this::isBackupRunning,
                new Sweep(stored, log, settings.clock, System::nanoTime, settings.random),
                workers,
                settings.volumeBytes,
                settings.clock,
                System::nanoTime,
                settings.random);
    }

    private boolean isBackupRunning() {
        try (RunLease lease = lease(store())) {
            lease.check();
            return false;
        } catch (LeaseHeldException e) {
            return true;
        }
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        access.close();
        if (objects != null) {
            objects.tidy();
        }
        if (settings.workers == null) {
            workers.close();
        }
        if (settings.cipher != null) {
            settings.cipher.close();
        }
        if (settings.signer != null) {
            settings.signer.close();
        }
        try {
            storage.close();
        } catch (IOException e) {
            throw new StorageException("cannot close " + storage.describe() + ": " + e.getMessage(), e);
        }
    }
}
