package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.error.ConcurrentWriterException;
import dev.holdfast.api.reclaim.VolumePlan;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.cipher.NullCipher;
import dev.holdfast.testkit.cipher.ScriptedCipher;
import dev.holdfast.testkit.storage.FaultyStorage;
import dev.holdfast.testkit.storage.Gate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that ends while a janitor, which takes it for dead, copies what it has recorded. */
@Timeout(120)
@Order(1)
class RunTakenForDeadTest {

    @TempDir
    private Path directory;

    private final ExecutorService other = Executors.newFixedThreadPool(2);
    private Workbench bench;

    @BeforeEach
    void makeBench() throws IOException {
        bench = new Workbench(directory, 2);
    }

    @AfterEach
    void close() {
        other.shutdownNow();
        bench.close();
    }

    /**
     * Blocks that are complete when a checkpoint has written its catalog share a volume with those that it needs; they
     * are needed when the run ends.
     */
    @Test
    void aRunThatEndsWhileItsVolumesAreCopiedKeepsThem() throws Exception {
        bench.write("file", 200_000, 1);
        bench.backUp();
        bench.volumeBytes = 16 << 20;
        CountDownLatch bothAreBegun = new CountDownLatch(1);
        CountDownLatch isListed = new CountDownLatch(1);
        CountDownLatch isAhead = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicReference<Thread> running = new AtomicReference<>();
        AtomicInteger looks = new AtomicInteger();
        AtomicLong later = new AtomicLong();
        bench.nanoTime = () -> {
            // Twice at the start, and then behind the root and the two streams.
            if (Thread.currentThread() == running.get() && looks.incrementAndGet() == 5) {
                bothAreBegun.countDown();
            }
            return System.nanoTime() + later.get();
        };
        // With the first stream's block a checkpoint is due; before its catalog is sealed, the second goes on.
        ContentCipher due = ScriptedCipher.beforeBlock(
                new NullCipher(), Purpose.DATA, 1, () -> later.set(TimeUnit.HOURS.toNanos(1)));
        ContentCipher ahead = ScriptedCipher.beforeBlock(due, Purpose.DATA, 6, isAhead::countDown);
        bench.cipher = ScriptedCipher.beforeBlock(ahead, Purpose.CATALOG, 1, () -> {
            isListed.countDown();
            awaitIn(isAhead);
        });
        CompletableFuture<Void> backup = CompletableFuture.runAsync(
                () -> {
                    running.set(Thread.currentThread());
                    try (BackupRepository repository = bench.open()) {
                        repository
                                .backup()
                                .source("a", () -> noise(300_000, () -> {}, bothAreBegun))
                                .source(
                                        "b",
                                        () -> new SequenceInputStream(
                                                noise(0, () -> {}, isListed), noise(6_000_000, () -> {}, end)))
                                .full()
                                .run();
                    }
                },
                other);
        Janitor janitor = new Janitor(bench.memory, bench.clock);
        await(backup, () -> hasRecordedContent(janitor));
        String run = janitor.state().partial().orElseThrow().snapshot().value();
        try (BackupRepository repository = janitor.open()) {
            assertThat(repository.reclaim().grace(Duration.ZERO).plan().volumes())
                    .as("while it is known to go on")
                    .filteredOn(volume -> volume.object().contains(run))
                    .isNotEmpty()
                    .allMatch(volume -> volume.action() == VolumePlan.Action.KEEP);
        }
        endWhileCopied(backup, end);
    }

    /**
     * Of one volume of the run all is copied that it needs, so that the volume goes. The inventory that describes it
     * describes others as well, which the run needs only when it ends.
     */
    @Test
    void aRunThatEndsWhileAVolumeOfItGoesKeepsTheInventory() throws Exception {
        CountDownLatch isAhead = new CountDownLatch(1);
        CountDownLatch more = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        bench.checkpoints = Duration.ZERO;
        bench.volumeBytes = 4 << 20;
        bench.open().close();
        // The first two sources hold up the two workers, so that the run reads the others alone, one after the other.
        CompletableFuture<Void> backup = CompletableFuture.runAsync(
                () -> {
                    try (BackupRepository repository = bench.open()) {
                        repository
                                .backup()
                                .source("a", () -> noise(0, () -> {}, isAhead))
                                .source("b", () -> noise(0, () -> {}, more))
                                .source("c", () -> noise(300_000, () -> {}, new CountDownLatch(0)))
                                .source(
                                        "lost",
                                        () -> new SequenceInputStream(
                                                noise(5_000_000, () -> {}, new CountDownLatch(0)), broken()))
                                .source("z", () -> noise(9_000_000, isAhead::countDown, end))
                                .run();
                    }
                },
                other);
        Janitor janitor = new Janitor(bench.memory, bench.clock);
        await(backup, () -> janitor.state().partial().isPresent());
        assertThat(hasRecordedContent(janitor))
                .as("its inventory is written before")
                .isFalse();
        more.countDown();
        await(backup, () -> hasRecordedContent(janitor));
        endWhileCopied(backup, end);
    }

    private static void awaitIn(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The janitor takes the run for dead, and has copied what it had recorded, when it ends. */
    private void endWhileCopied(CompletableFuture<Void> backup, CountDownLatch end) throws Exception {
        FaultyStorage faults = FaultyStorage.over(bench.memory);
        Janitor janitor = new Janitor(faults, bench.clock);
        bench.memory.delete(List.of(ObjectKey.of("lease")));
        Gate gate = faults.onPutIfAbsent().matching("log/").call(1).pause();
        CompletableFuture<Boolean> tidying = CompletableFuture.supplyAsync(() -> tidyAtLast(janitor), other);
        assertThat(gate.awaitArrivalOrEndOf(tidying)).isTrue();
        end.countDown();
        backup.get(60, TimeUnit.SECONDS);
        gate.open();
        assertThat(tidying.get(60, TimeUnit.SECONDS)).isTrue();
        bench.assertWhole();
        janitor.reclaim();
        assertThat(janitor.unaccounted()).isEmpty();
    }

    /** Until it is so, while a backup goes on. */
    private static void await(CompletableFuture<Void> backup, BooleanSupplier isSo) {
        while (!isSo.getAsBoolean()) {
            assertThat(backup).isNotDone();
            Thread.onSpinWait();
        }
    }

    /** Whether an unfinished run has recorded a state that needs content of its own. */
    private static boolean hasRecordedContent(Janitor janitor) {
        return janitor.state()
                .partial()
                .filter(run -> janitor.neededVolumes().stream()
                        .anyMatch(volume -> volume.value().startsWith("data/" + run.snapshot())))
                .isPresent();
    }

    /** Noise that says when all of it was read, and then has no end until it may. */
    private static InputStream noise(int bytes, Runnable allRead, CountDownLatch end) {
        byte[] content = new byte[bytes];
        new SplittableRandom(bytes).nextBytes(content);
        return new SequenceInputStream(new ByteArrayInputStream(content), new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    allRead.run();
                    if (!end.await(60, TimeUnit.SECONDS)) {
                        throw new IOException("nobody let it end");
                    }
                    return -1;
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        });
    }

    private static InputStream broken() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken");
            }
        };
    }

    /** A run that has just recorded a state may record another one before the plan for it is carried out. */
    private static boolean tidyAtLast(Janitor janitor) {
        for (int i = 0; i < 20; i++) {
            try {
                janitor.reclaim();
                return true;
            } catch (ConcurrentWriterException e) {
                // Plan again.
            }
        }
        return false;
    }
}
