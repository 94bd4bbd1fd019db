package dev.holdfast.core;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.archive.ArchiveFormat;
import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Signer;
import dev.holdfast.api.cipher.Verifier;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.core.archive.ZstdFormat;
import dev.holdfast.core.cipher.NullCipher;
import dev.holdfast.core.retry.Pause;
import dev.holdfast.core.store.StoreCalls;
import dev.holdfast.core.work.Workers;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says which repository to open, and how. A storage is needed; a cipher for everything that reads or writes content.
 * All else has a default. Not thread-safe; opens once.
 *
 * <p>The repository closes the storage, cipher and signer that it was given here, also when opening fails.
 */
public final class RepositoryBuilder {

    private static final long MIN_VOLUME_BYTES = 1L << 20;
    private static final long MAX_VOLUME_BYTES = 1L << 30;

    private @Nullable Supplier<Storage> storage;

    @Nullable
    ContentCipher cipher;

    ArchiveFormat archive = ZstdFormat.standard();

    @Nullable
    Signer signer;

    @Nullable
    Verifier verifier;

    @Nullable
    Head expectedHead;

    @Nullable
    Path localState;

    Clock clock = Clock.systemUTC();
    /** By which file systems stamp files. */
    InstantSource fileClock = Clock.systemUTC();
    /** By which runs are timed. */
    LongSupplier nanoTime = System::nanoTime;

    String host = HostName.read();

    SecureRandom random = new SecureRandom();
    /** Before a failed request is made again, and while volumes thaw. */
    Pause pause = Pause.real();

    /** With a silent store, once an operation is interrupted. */
    Duration patience = StoreCalls.PATIENCE;

    @Nullable
    Workers workers;

    OptionalLong memoryBytes = OptionalLong.empty();
    long volumeBytes = Workers.STANDARD_VOLUME_BYTES;
    Duration checkpointInterval = Duration.ofMinutes(5);

    private boolean opened;

    RepositoryBuilder() {}

    /** The store that the repository lies in. */
    public RepositoryBuilder storage(Storage newStorage) {
        once(storage, "storage");
        Objects.requireNonNull(newStorage, "newStorage");
        storage = () -> newStorage;
        return this;
    }

    /**
     * The store at a URI, opened by the provider of its scheme: {@code file:///backups/laptop},
     * {@code s3://bucket/prefix}. It is opened with the repository, which then throws a {@link ConfigurationException}
     * if the provider does not understand the URI or an option. Providers are sought by this library's class loader,
     * then by the thread's context class loader.
     *
     * @throws ConfigurationException if no provider knows the scheme
     */
    public RepositoryBuilder storage(URI uri) {
        return storage(uri, Map.of());
    }

    /** As {@link #storage(URI)}, with options as the provider documents them. */
    public RepositoryBuilder storage(URI uri, Map<String, String> options) {
        once(storage, "storage");
        storage = StorageLookup.find(uri, options);
        return this;
    }

    /** Seals and opens content and catalogs. Excludes {@link #unencrypted}. */
    public RepositoryBuilder cipher(ContentCipher newCipher) {
        once(cipher, "cipher");
        cipher = Objects.requireNonNull(newCipher, "newCipher");
        return this;
    }

    /**
     * Stores everything readable for whoever can read the store. Excludes {@link #cipher}. Behind an encrypted snapshot
     * only a {@linkplain dev.holdfast.api.backup.Backup#full full} backup is made so.
     */
    public RepositoryBuilder unencrypted() {
        once(cipher, "cipher");
        cipher = new NullCipher();
        return this;
    }

    /**
     * How new blocks are encoded; {@link ZstdFormat#standard()} if not said. Reading needs no setting. A chain has one
     * format, so that a backup with another one begins a new chain; levels of zstd are one format.
     */
    public RepositoryBuilder archive(ArchiveFormat format) {
        archive = Objects.requireNonNull(format, "format");
        return this;
    }

    /** Signs every snapshot that is made. Whoever expects signers names them with {@link #expectSigners}. */
    public RepositoryBuilder signer(Signer newSigner) {
        once(signer, "signer");
        signer = Objects.requireNonNull(newSigner, "newSigner");
        return this;
    }

    /**
     * Whose signatures are accepted. A snapshot without one is refused, when reading and as a parent; so is a backup
     * that does not {@linkplain #signer sign} by one of them.
     */
    public RepositoryBuilder expectSigners(Verifier signers) {
        once(verifier, "expectSigners");
        verifier = Objects.requireNonNull(signers, "signers");
        return this;
    }

    /** A head that was seen before: a log that does not reach it any more was cut off, and opening it is refused. */
    public RepositoryBuilder expectAtLeast(Head head) {
        expectedHead = Objects.requireNonNull(head, "head");
        return this;
    }

    /**
     * A directory for the disposable cache of catalogs, which makes it possible to go on incrementally without any
     * secret key. It holds names, sizes and hashes in the clear, and is made readable for its owner alone. Several
     * repositories can share it. May be deleted at any time.
     *
     * <p>Without it, scratch files go to the system's temporary directory, and an incremental backup needs a key that
     * opens the catalog.
     */
    public RepositoryBuilder localState(Path directory) {
        localState = Objects.requireNonNull(directory, "directory");
        return this;
    }

    /** Gives the time of snapshots and records; the system's if not said. */
    public RepositoryBuilder clock(Clock newClock) {
        clock = Objects.requireNonNull(newClock, "newClock");
        return this;
    }

    /** The source of ids and secrets. */
    public RepositoryBuilder random(SecureRandom newRandom) {
        random = Objects.requireNonNull(newRandom, "newRandom");
        return this;
    }

    /**
     * Threads, and a bound of memory for each run, that several repositories share; they stay open. Excludes
     * {@link #memory}.
     */
    public RepositoryBuilder workers(SharedWorkers shared) {
        once(workers, "workers");
        requireOneMemoryBound(memoryBytes.isPresent());
        workers = shared.workers;
        return this;
    }

    /**
     * Bounds the bytes that a run holds in buffers; as in {@link SharedWorkers#standard(long)} if not said. Where it is
     * not enough for a thread for each processor, fewer work. Of runs that overlap, each may hold as much.
     *
     * @param bytes at least {@link SharedWorkers#MIN_MEMORY_BYTES}
     * @throws IllegalArgumentException if it is less
     */
    public RepositoryBuilder memory(long bytes) {
        requireOneMemoryBound(workers != null);
        if (bytes < Workers.MIN_MEMORY_BYTES) {
            throw new IllegalArgumentException(
                    "memory of " + bytes + " bytes; at least " + Workers.MIN_MEMORY_BYTES + " are needed");
        }
        memoryBytes = OptionalLong.of(bytes);
        return this;
    }

    /**
     * How long the objects get that content is stored in; 32 MiB if not said. A volume is built in memory, two of them
     * at a time.
     *
     * @param bytes 1 MiB to 1 GiB
     * @throws IllegalArgumentException if it is not
     */
    public RepositoryBuilder volumeSize(long bytes) {
        if (bytes < MIN_VOLUME_BYTES || bytes > MAX_VOLUME_BYTES) {
            throw new IllegalArgumentException("volumes of " + bytes + " bytes; from " + MIN_VOLUME_BYTES + " to "
                    + MAX_VOLUME_BYTES + " are possible");
        }
        volumeBytes = bytes;
        return this;
    }

    /**
     * How often a long run records how far it has come, so that the next one can go on from there if it ends early; 5
     * minutes if not said, and at most once in a hundredth of the time that the run has taken so far.
     */
    public RepositoryBuilder checkpointInterval(Duration interval) {
        if (interval.isNegative()) {
            throw new IllegalArgumentException("a checkpoint interval is not negative: " + interval);
        }
        checkpointInterval = interval;
        return this;
    }

    /**
     * What this host is called in snapshots, sealed; the kernel's name for it if not said. A container, which has a new
     * name each time, gives the name of what it is a part of.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public RepositoryBuilder host(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the name of a host is not empty");
        }
        host = name;
        return this;
    }

    private static void requireOneMemoryBound(boolean hasOther) {
        if (hasOther) {
            throw new IllegalStateException("shared workers have their own memory bound");
        }
    }

    private static void once(@Nullable Object present, String what) {
        if (present != null) {
            throw new IllegalStateException(what + " was given already");
        }
    }

    /**
     * Opens the repository that is there.
     *
     * @throws dev.holdfast.api.error.NotFoundException if there is none; nothing is created
     * @throws dev.holdfast.api.error.FormatException if it is of a newer format
     * @throws dev.holdfast.api.error.IntegrityException if its log is damaged, or was cut off behind a head that is
     *     remembered; or if nothing is left of it in a place where the local state remembers one that was written to
     * @throws dev.holdfast.api.error.StorageException if the store fails
     * @throws IllegalStateException if no storage was given, or it was opened already
     */
    public BackupRepository open() {
        return open(RepositoryOpener.Mode.OPEN);
    }

    /**
     * Makes a repository.
     *
     * @throws ConfigurationException if there is one already, the store holds something else, or no backup could
     *     follow: the local state cannot be written, the cipher has nobody to seal for or not with a key that may be
     *     used, or the signer is none of those that are expected; nothing is created
     * @throws dev.holdfast.api.error.KeyException if the signer's key cannot be unlocked; nothing is created
     */
    public BackupRepository create() {
        return open(RepositoryOpener.Mode.CREATE);
    }

    /**
     * Opens the repository, or makes it where there is none, and none is remembered: a disk that is not mounted leaves
     * an empty directory. Throws as {@link #open} and {@link #create} do.
     */
    public BackupRepository openOrCreate() {
        return open(RepositoryOpener.Mode.OPEN_OR_CREATE);
    }

    private BackupRepository open(RepositoryOpener.Mode mode) {
        if (opened) {
            throw new IllegalStateException("this builder was opened already; its repository closes what it was given");
        }
        if (storage == null) {
            throw new IllegalStateException("a repository needs a storage; say storage(...)");
        }
        opened = true;
        return RepositoryOpener.open(this, storage, mode);
    }
}
