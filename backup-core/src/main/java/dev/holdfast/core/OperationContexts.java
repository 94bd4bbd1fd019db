package dev.holdfast.core;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Signer;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.api.restore.Restore;
import dev.holdfast.api.status.CollectionStatus;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.core.backup.BackupOperation;
import dev.holdfast.core.backup.RunSizes;
import dev.holdfast.core.backup.plan.BackupContext;
import dev.holdfast.core.compaction.ReclaimContext;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RepositoryLog;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.read.SnapshotAccess;
import dev.holdfast.core.read.StoredSnapshot;
import dev.holdfast.core.reclaim.Sweep;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.repository.OptimisticRead;
import dev.holdfast.core.restore.RestoreContext;
import dev.holdfast.core.restore.RestoreRequest;
import dev.holdfast.core.retention.RetentionContext;
import dev.holdfast.core.state.LocalObjects;
import dev.holdfast.core.state.LocalState;
import dev.holdfast.core.status.StatusReport;
import dev.holdfast.core.store.ObjectCache;
import dev.holdfast.core.store.ObjectStore;
import dev.holdfast.core.store.StoreCalls;
import dev.holdfast.core.verify.VerificationContext;
import dev.holdfast.core.work.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives the operations of an open repository what they work with: each a store that counts for it alone, and all the
 * same workers, keys, local state and newest known state. Thread-safe.
 */
final class OperationContexts implements AutoCloseable {

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

    /** @param storage is closed by {@link #close}, with the cipher and signer of the settings */
    OperationContexts(RepositoryBuilder settings, Storage storage, CommittedState state, @Nullable LocalState local) {
        this.settings = settings;
        this.storage = storage;
        this.state = state;
        this.local = local;
        this.objects = local == null ? null : local.objects();
        this.archives = new ArchiveFormats(settings.archive);
        this.workers = settings.workers == null ? ownWorkers(settings) : settings.workers;
        ObjectStore store = store();
        this.access = new SnapshotAccess(
                store,
                manifests(store),
                settings.cipher,
                archives::byName,
                local == null ? null : local.catalog(),
                workers);
    }

    private static Workers ownWorkers(RepositoryBuilder settings) {
        if (settings.memoryBytes.isEmpty()) {
            return Workers.standard(settings.volumeBytes);
        }
        long memoryBytes = settings.memoryBytes.getAsLong();
        int processors = Runtime.getRuntime().availableProcessors();
        return Workers.of(RunSizes.threadsFor(memoryBytes, settings.volumeBytes, processors), memoryBytes);
    }

    /** The newest state that is known here. */
    CommittedState state() {
        return state;
    }

    String describe() {
        return storage.describe();
    }

    ZoneId zone() {
        return settings.clock.getZone();
    }

    /** A store that counts for one operation. */
    private ObjectStore store() {
        return store(objects == null ? ObjectCache.NONE : objects);
    }

    /** A store as it is, whatever is remembered of it here. */
    private ObjectStore uncached() {
        return store(ObjectCache.NONE);
    }

    /** @throws IllegalStateException if the repository was closed */
    void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("the repository was closed");
        }
    }

    private ObjectStore store(ObjectCache cache) {
        requireOpen();
        StoreCalls calls = StoreCalls.watchedBy(workers.watches(), workers.transfers(), settings.patience);
        return new ObjectStore(storage, cache, calls);
    }

    private RepositoryLog log(ObjectStore store) {
        return new RepositoryLog(store, settings.clock, settings.random);
    }

    /** Remembers a newer state. */
    void saw(CommittedState newer) {
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

    private ManifestStore manifests(ObjectStore store) {
        return new ManifestStore(store, Optional.ofNullable(settings.verifier));
    }

    /** Asks the store for the newest state. */
    CommittedState refresh() {
        CommittedState newest = log(store()).newest(state);
        saw(newest);
        return newest;
    }

    private @Nullable Path localDirectory() {
        return local == null ? null : local.directory();
    }

    BackupOperation backup() {
        requireOpen();
        ContentCipher cipher = requireCipher();
        return new BackupOperation(() -> context(cipher), archives::byName, localDirectory(), settings.random);
    }

    private BackupContext context(ContentCipher cipher) {
        ObjectStore store = store();
        RepositoryLog log = log(store);
        return new BackupContext(
                store,
                new BackupContext.ClearPart(log, () -> log.newest(state), manifests(store), leases(store)::acquire),
                new BackupContext.Sealing(settings.archive, cipher, Optional.ofNullable(settings.signer)),
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
                });
    }

    private RunLeases leases(ObjectStore store) {
        return new RunLeases(store, state.repository(), workers, settings.random);
    }

    /** The view of a snapshot in a state. */
    Snapshot snapshot(CommittedState of, RosterEntry entry) {
        return new StoredSnapshot(access, of, entry, this::restore);
    }

    private Restore restore(StoredSnapshot snapshot) {
        return new RestoreRequest(new RestoreContext(
                snapshot, snapshot.head(), snapshot::open, storage, workers, posix, System::nanoTime, settings.pause));
    }

    /** @throws IllegalArgumentException if a snapshot is not read through this repository */
    StoredSnapshot own(Snapshot snapshot) {
        requireOpen();
        if (snapshot instanceof StoredSnapshot stored && stored.isReadBy(access)) {
            return stored;
        }
        throw new IllegalArgumentException("the snapshot " + snapshot.id() + " was not taken from this repository");
    }

    VerificationContext verification() {
        ObjectStore stored = uncached();
        Supplier<CommittedState> head = () -> {
            CommittedState newest = log(stored).requireHead();
            saw(newest);
            return newest;
        };
        return new VerificationContext(
                head,
                stored,
                manifests(stored),
                access,
                localDirectory(),
                workers,
                posix,
                System::nanoTime,
                settings.random);
    }

    CollectionStatus status() {
        ObjectStore store = uncached();
        ManifestStore manifests = manifests(store);
        return new OptimisticRead(this::refresh, store)
                .read(
                        newest -> StatusReport.of(newest, manifests, entry -> snapshot(newest, entry)),
                        report -> !report.damagedObjects().isEmpty());
    }

    RetentionContext retention() {
        ObjectStore store = store();
        RepositoryLog log = log(store);
        ManifestStore manifests = manifests(store);
        return new RetentionContext(
                store,
                log,
                manifests,
                this::refresh,
                this::saw,
                settings.clock,
                settings.random,
                new Sweep(store, manifests, log, settings.clock, System::nanoTime, settings.random));
    }

    ReclaimContext reclaiming() {
        ObjectStore stored = uncached();
        RepositoryLog log = log(stored);
        ManifestStore manifests = manifests(stored);
        return new ReclaimContext(
                this::refresh,
                stored,
                log,
                manifests,
                () -> leases(store()).isHeld(),
                new Sweep(stored, manifests, log, settings.clock, System::nanoTime, settings.random),
                workers,
                settings.volumeBytes,
                settings.clock,
                System::nanoTime,
                settings.random);
    }

    /**
     * Closes what the repository was given and made; only the first time. Operations that still run end with an
     * {@link IllegalStateException}.
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        // The last one first; whatever one of them throws, the others are closed.
        try (storage;
                Signer signer = settings.signer;
                ContentCipher cipher = settings.cipher;
                Workers own = settings.workers == null ? workers : null;
                access) {
            if (objects != null) {
                objects.tidy();
            }
        } catch (IOException e) {
            throw new StorageException("cannot close " + storage.describe() + ": " + e.getMessage(), e);
        }
    }
}
