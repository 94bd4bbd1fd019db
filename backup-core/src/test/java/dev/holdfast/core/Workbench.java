package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.archive.ArchiveFormat;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.restore.RestoreResult;
import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.core.archive.ZstdFormat;
import dev.holdfast.core.cipher.NullCipher;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.core.store.StoreCalls;
import dev.holdfast.core.testing.TreeComparison;
import dev.holdfast.core.work.Workers;
import dev.holdfast.testkit.storage.CountingStorage;
import dev.holdfast.testkit.storage.FaultyStorage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** A source, a repository in memory that can be made to fail, and a local state, for backups through the public API. */
final class Workbench implements AutoCloseable {

    final MemoryStorage memory;
    final FaultyStorage faults;
    final CountingStorage storage;
    final Path directory;
    final Path source;
    final Path localState;
    /** Shared by all runs, as an application does that has many repositories. */
    final SharedWorkers workers;

    long volumeBytes = 1 << 20;
    Duration checkpoints = Duration.ofMinutes(5);
    Duration patience = StoreCalls.PATIENCE;
    ContentCipher cipher = new NullCipher();
    Clock clock = Clock.systemUTC();
    ArchiveFormat archive = ZstdFormat.standard();
    /** An hour late, so that no file counts as changed a moment ago. */
    Clock fileClock = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));

    /**
     * The run's own thread looks at it behind each entry that it passes, and behind each that it lists after others
     * were awaited.
     */
    LongSupplier nanoTime = System::nanoTime;

    /** A seeded one gives the same names, and so the same pages of lists. */
    SecureRandom random = new SecureRandom();

    private int restores;

    Workbench(Path directory) throws IOException {
        this(directory, 2);
    }

    Workbench(Path directory, int threads) throws IOException {
        this(
                directory,
                Files.createDirectory(directory.resolve("source")),
                MemoryStorage.create(),
                SharedWorkers.of(threads, Workers.memoryFor(threads, Workers.STANDARD_VOLUME_BYTES)));
    }

    private Workbench(Path directory, Path source, MemoryStorage memory, SharedWorkers workers) {
        this.directory = directory;
        this.source = source;
        this.localState = directory.resolve("state");
        this.memory = memory;
        this.faults = FaultyStorage.over(memory);
        this.storage = CountingStorage.over(faults);
        this.workers = workers;
    }

    /**
     * The same source and workers, with a copy of the repository and of the local state to try things on. Needs no
     * closing.
     */
    Workbench fork(Path newDirectory) throws IOException {
        MemoryStorage copy = MemoryStorage.create();
        try (Stream<ObjectInfo> all = memory.list("", "")) {
            for (ObjectInfo info : all.toList()) {
                try (InputStream in = memory.open(info.key(), ByteRange.ALL)) {
                    copy.put(info.key(), ObjectBody.of(in.readAllBytes()), ObjectKind.VOLUME);
                }
            }
        }
        Workbench fork = new Workbench(newDirectory, source, copy, workers);
        try (Stream<Path> files = Files.walk(localState)) {
            for (Path file : files.toList()) {
                Path target = fork.localState.resolve(localState.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        fork.checkpoints = checkpoints;
        fork.volumeBytes = volumeBytes;
        fork.cipher = cipher;
        fork.clock = clock;
        fork.fileClock = fileClock;
        return fork;
    }

    BackupRepository open() {
        RepositoryBuilder builder = Holdfast.repository()
                .storage(storage)
                .cipher(cipher)
                .archive(archive)
                .localState(localState)
                .clock(clock)
                .random(random)
                .workers(workers)
                .volumeSize(volumeBytes)
                .checkpointInterval(checkpoints);
        builder.fileClock = fileClock;
        builder.nanoTime = nanoTime;
        builder.patience = patience;
        if (checkpoints.isZero()) {
            // A second and 3 % later at each look, so that a checkpoint is always due.
            AtomicLong seconds = new AtomicLong();
            builder.nanoTime = () -> TimeUnit.SECONDS.toNanos(seconds.updateAndGet(now -> now + now / 32 + 1));
        }
        return builder.openOrCreate();
    }

    BackupResult backUp() {
        try (BackupRepository repository = open()) {
            return repository.backup().source(source).run();
        }
    }

    /** As if the process had died that holds the lease; this one, which really does, lives on. */
    void die() throws IOException {
        faults.heal();
        memory.delete(List.of(ObjectKey.of("lease")));
    }

    /** A file of text that compresses and is the same for the same seed, or of noise. */
    Path write(String path, int bytes, long seed) throws IOException {
        byte[] content = new byte[bytes];
        new SplittableRandom(seed).nextBytes(content);
        return write(path, content);
    }

    Path write(String path, String text) throws IOException {
        return write(path, text.getBytes(StandardCharsets.UTF_8));
    }

    private Path write(String path, byte[] content) throws IOException {
        Path file = source.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_700_000_000L, content.length)));
        return file;
    }

    /** Opens every block and checks every chunk of all snapshots. */
    void assertWhole() {
        try (BackupRepository repository = open()) {
            assertThat(repository.verify().data().run().findings()).isEmpty();
        }
    }

    /** Restores the newest snapshot and compares it with the source. */
    void assertNewestEqualsSource() throws Exception {
        try (BackupRepository repository = open()) {
            assertEquals(repository.snapshots().newest().orElseThrow(), source);
        }
    }

    void assertEquals(Snapshot snapshot, Path expected) throws Exception {
        Path restored = directory.resolve("restored-" + restores++);
        RestoreResult result = snapshot.restore().as(restored).run();
        assertThat(result.failures()).isEmpty();
        assertThat(TreeComparison.compare(expected, restored)).isEmpty();
    }

    @Override
    public void close() {
        workers.close();
    }
}
