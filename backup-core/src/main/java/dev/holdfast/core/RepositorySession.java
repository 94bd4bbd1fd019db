package dev.holdfast.core;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshots;
import dev.holdfast.api.archive.ArchiveFormat;
import dev.holdfast.api.backup.Backup;
import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.status.CollectionStatus;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.api.verify.Verification;
import dev.holdfast.core.backup.BackupContext;
import dev.holdfast.core.backup.BackupOperation;
import dev.holdfast.core.backup.StoredManifests;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RepositoryLog;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.retry.BackoffPolicy;
import dev.holdfast.core.retry.Pause;
import dev.holdfast.core.retry.RetryingStorage;
import dev.holdfast.core.store.ObjectCache;
import dev.holdfast.core.store.ObjectStore;
import dev.holdfast.core.work.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An open repository: delegates each operation to the package that does it. Thread-safe. */
final class RepositorySession implements BackupRepository {

    /** What to do where there is or is not a repository. */
    enum Mode {
        OPEN,
        CREATE,
        OPEN_OR_CREATE
    }

    private final RepositoryBuilder settings;
    private final Storage storage;
    private final @Nullable ContentCipher cipher;
    private final Workers workers;
    private final boolean ownWorkers;
    private volatile CommittedState state;

    private RepositorySession(RepositoryBuilder settings, Storage storage, CommittedState state) {
        this.settings = settings;
        this.storage = storage;
        this.cipher = settings.cipher;
        this.state = state;
        this.ownWorkers = settings.workers == null;
        this.workers = settings.workers == null
                ? Workers.of(Runtime.getRuntime().availableProcessors(), settings.memoryBytes)
                : settings.workers;
    }

    static RepositorySession open(RepositoryBuilder settings, Mode mode) {
        Storage given = settings.requireStorage();
        Storage storage =
                RetryingStorage.of(given, BackoffPolicy.DEFAULT, settings.random, Pause.real(), System::nanoTime);
        ObjectStore store = new ObjectStore(storage, ObjectCache.NONE);
        RepositoryLog log = new RepositoryLog(store, settings.clock, settings.random);
        Optional<CommittedState> head = log.head();
        if (head.isEmpty() && mode == Mode.OPEN) {
            throw new NotFoundException("there is no repository in " + storage.describe());
        }
        if (head.isPresent() && mode == Mode.CREATE) {
            throw new ConfigurationException("there is a repository in " + storage.describe() + " already");
        }
        CommittedState state = head.orElseGet(() -> log.create("20000101T000000Z-000000000000"));
        if (settings.expectedHead != null) {
            log.verify(state, settings.expectedHead);
        }
        return new RepositorySession(settings, storage, state);
    }

    @Override
    public String id() {
        return state.repository();
    }

    @Override
    public Head head() {
        return state.head();
    }

    private ContentCipher requireCipher() {
        if (cipher == null) {
            throw new ConfigurationException("content of " + storage.describe()
                    + " needs a cipher: give one to the builder, or say unencrypted()");
        }
        return cipher;
    }

    @Override
    public Backup backup() {
        ContentCipher sealing = requireCipher();
        return new BackupOperation(
                        () -> context(sealing),
                        name -> archive(name),
                        settings.localState == null ? null : settings.localState.resolve(id()),
                        settings.random)
                .request();
    }

    private ArchiveFormat archive(String name) {
        return settings.archive;
    }

    private BackupContext context(ContentCipher sealing) {
        ObjectStore store = new ObjectStore(storage, ObjectCache.NONE);
        return new BackupContext(
                store,
                new RepositoryLog(store, settings.clock, settings.random),
                new StoredManifests(store, settings.signer, settings.verifier),
                () -> BackupContext.NO_LEASE,
                sealing,
                settings.archive,
                workers,
                settings.volumeBytes,
                settings.checkpointInterval,
                settings.clock,
                Instant::now,
                System::nanoTime,
                Posix.best(),
                host(),
                (committed, id) -> null,
                BackupContext.NO_LEASE);
    }

    private static String host() {
        String name = System.getenv("HOSTNAME");
        return name == null ? "" : name;
    }

    @Override
    public Snapshots snapshots() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Verification verify() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CollectionStatus status() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        if (ownWorkers) {
            workers.close();
        }
        try {
            storage.close();
        } catch (IOException e) {
            throw new StorageException("cannot close " + storage.describe(), e);
        }
    }

    Path localState() {
        return Objects.requireNonNull(settings.localState);
    }
}
