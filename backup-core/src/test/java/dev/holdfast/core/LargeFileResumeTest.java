package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.backup.StreamSource;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.api.model.Notice;
import dev.holdfast.core.cipher.NullCipher;
import dev.holdfast.core.storage.MemoryStorage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that end in the middle of one large file, of which no entry says yet what is stored, and the next run. */
@Timeout(120)
class LargeFileResumeTest {

    private static final int LENGTH = 12_000_000;

    @TempDir
    private Path directory;

    private final byte[] content = new byte[LENGTH];
    private Workbench bench;
    private volatile Duration later = Duration.ZERO;

    @BeforeEach
    void makeSource() throws IOException {
        bench = new Workbench(directory);
        new SplittableRandom(1).nextBytes(content);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** The content, with something that happens where so many bytes were read. */
    private StreamSource stream(int bytes, InputStream then) {
        return () -> new SequenceInputStream(
                new SequenceInputStream(new ByteArrayInputStream(content, 0, bytes), then),
                new ByteArrayInputStream(content, bytes, LENGTH - bytes));
    }

    private interface Script {
        void run() throws Exception;
    }

    private static InputStream nothing(Script script) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    script.run();
                } catch (Exception e) {
                    throw new IOException(e);
                }
                return -1;
            }
        };
    }

    private BackupResult backUp(StreamSource dump) {
        try (BackupRepository repository = bench.open()) {
            return repository.backup().source("dump", dump).run();
        }
    }

    private void interruptAt(int bytes) {
        Thread running = Thread.currentThread();
        CountDownLatch never = new CountDownLatch(1);
        StreamSource interrupted = stream(bytes, nothing(() -> {
            running.interrupt();
            never.await();
        }));
        assertThatThrownBy(() -> backUp(interrupted))
                .isInstanceOf(CancelledException.class)
                .hasMessageContaining("what was stored is recorded, and the next run goes on from there");
        assertThat(Thread.interrupted()).isTrue();
    }

    private void assertGoesOn(int storedBytes) throws IOException {
        bench.storage.reset();
        BackupResult result = backUp(stream(LENGTH, InputStream.nullInputStream()));

        assertThat(result.notices()).extracting(Notice::kind).contains(Notice.Kind.RESUMED);
        // What was in no block yet when the run ended, one or two for each worker, is stored again.
        assertThat(bench.storage.bytesWritten("data/")).isLessThan(LENGTH - storedBytes + 3_500_000L);
        assertRestores();
        bench.assertWhole();
        backUp(stream(LENGTH, InputStream.nullInputStream()));
        assertThat(bench.storage.bytesWritten("data/")).isLessThan(LENGTH - storedBytes + 3_500_000L);
    }

    private void assertRestores() throws IOException {
        try (BackupRepository repository = bench.open();
                InputStream in = repository.snapshots().newest().orElseThrow().open("dump")) {
            assertThat(Arrays.equals(in.readAllBytes(), content)).isTrue();
        }
    }

    @Test
    void whatAnInterruptedRunHasStoredOfAFileIsNotStoredAgain() throws Exception {
        interruptAt(8_000_000);
        bench.assertWhole();

        assertGoesOn(8_000_000);
    }

    /** A checkpoint comes due while the run has nothing to do but to wait for the file. */
    @Test
    void whatARunThatDiedHadRecordedOfAFileIsNotStoredAgain() throws Exception {
        dieInTheFile();
        assertGoesOn(8_000_000);
    }

    /** A checkpoint comes due while the run's own thread reads, since the workers are busy elsewhere. */
    @Test
    void aRunThatReadsWithoutWorkersRecordsToo() throws Exception {
        whileWorkersAreBusy(this::dieInTheFile);
        assertGoesOn(8_000_000);
    }

    /** Between two holes it reads less than its window holds. */
    @Test
    void aRunThatReadsASparseFileWithoutWorkersRecordsToo() throws Exception {
        writeSparse(bench.source.resolve("disk"));
        bench.checkpoints = Duration.ZERO;
        whileWorkersAreBusy(() -> {
            bench.faults.onPut().matching("data/").from(8).failPermanently();
            assertThatThrownBy(bench::backUp).isInstanceOf(StorageException.class);
            bench.die();
        });
        bench.checkpoints = Duration.ofHours(1);
        bench.storage.reset();
        bench.backUp();

        assertThat(bench.storage.bytesWritten("data/")).isLessThan(LENGTH - 7_000_000 + 3_500_000L);
        bench.assertNewestEqualsSource();
        bench.assertWhole();
    }

    /** A hole behind each MB. */
    private void writeSparse(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int from = 0; from < LENGTH; from += 1 << 20) {
                channel.write(ByteBuffer.wrap(content, from, Math.min(1 << 20, LENGTH - from)), 2L * from);
            }
        }
    }

    /** Of the three streams elsewhere that run's own thread may read one; then the workers read the others. */
    private void whileWorkersAreBusy(Script script) throws Exception {
        CountDownLatch busy = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        StreamSource waiting = () -> nothing(() -> {
            busy.countDown();
            end.await();
        });
        CompletableFuture<Void> elsewhere = CompletableFuture.runAsync(() -> {
            try (BackupRepository repository = Holdfast.repository()
                    .storage(MemoryStorage.create())
                    .cipher(new NullCipher())
                    .localState(directory.resolve("elsewhere"))
                    .workers(bench.workers)
                    .openOrCreate()) {
                repository
                        .backup()
                        .source("a", waiting)
                        .source("b", waiting)
                        .source("c", waiting)
                        .run();
            }
        });
        busy.await();
        try {
            script.run();
        } finally {
            end.countDown();
        }
        elsewhere.get(60, TimeUnit.SECONDS);
    }

    /** With 8 MB read a checkpoint is due; with 11 MB the store fails, as if the process died. */
    private void dieInTheFile() throws Exception {
        bench.checkpoints = Duration.ofHours(1);
        Thread running = Thread.currentThread();
        AtomicBoolean isFarEnough = new AtomicBoolean();
        CountDownLatch recorded = new CountDownLatch(1);
        bench.nanoTime = () -> {
            if (Thread.currentThread() != running || !isFarEnough.get()) {
                return System.nanoTime();
            }
            // The run looks at the clock to see whether one is due, and again when it is recorded.
            if (later.isZero()) {
                later = Duration.ofHours(2);
            } else {
                recorded.countDown();
            }
            return System.nanoTime() + later.toNanos();
        };
        InputStream eight = new SequenceInputStream(
                new ByteArrayInputStream(content, 0, 8_000_000), nothing(() -> isFarEnough.set(true)));
        InputStream more = new ByteArrayInputStream(content, 8_000_000, 3_000_000);
        StreamSource dying = () -> new SequenceInputStream(eight, new SequenceInputStream(more, nothing(() -> {
            recorded.await();
            bench.faults.onEvery().failPermanently();
        })));
        assertThatThrownBy(() -> backUp(dying)).isInstanceOf(StorageException.class);
        bench.die();
    }

    @Test
    void aFileThatChangedMeanwhileIsKeptAsItIsNow() throws Exception {
        interruptAt(8_000_000);
        content[3_000_000]++;
        assertGoesOn(7_500_000);
    }

    @Test
    void aFileThatNoRunComesToTheEndOfIsStoredPartByPart() throws Exception {
        for (int at = 3_000_000; at < LENGTH; at += 3_000_000) {
            interruptAt(at);
        }
        // Twice as much if each run had begun anew.
        assertThat(bench.storage.bytesWritten("data/")).isLessThan(LENGTH);
        assertGoesOn(9_000_000);
    }
}
