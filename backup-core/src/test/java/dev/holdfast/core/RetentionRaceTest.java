package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.error.BackupException;
import dev.holdfast.api.error.ConcurrentWriterException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.retention.RetentionPlan;
import dev.holdfast.api.retention.RetentionResult;
import dev.holdfast.api.status.CollectionStatus;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.testkit.storage.CountingStorage;
import dev.holdfast.testkit.storage.FaultRule;
import dev.holdfast.testkit.storage.Gate;
import dev.holdfast.testkit.storage.Tampering;
import dev.holdfast.testkit.storage.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A writer and a janitor that meet, or die, at the calls to the store that matter. The needed-sets have pages, which
 * are named by their content. What a writer does whose page was deleted meanwhile is tested with the log.
 */
@Timeout(300)
@Order(1)
class RetentionRaceTest {

    private static final Instant START = Instant.parse("2026-01-01T03:00:00Z");
    /** So many that a needed-set has pages. */
    private static final int RUNS = 150;

    private static final int KEPT = 3;

    /** A run whose volume is listed on a page that has no volume of a catalog, and so comes back with its content. */
    private static final int OF_PAGE = 70;

    @TempDir
    private static Path directory;

    private static Workbench bench;
    private static final MemoryStorage TEMPLATE = MemoryStorage.create();

    private final ExecutorService other = Executors.newCachedThreadPool();

    @BeforeAll
    static void makeTemplate() throws Exception {
        bench = new Workbench(directory);
        bench.random = SecureRandom.getInstance("SHA1PRNG");
        bench.random.setSeed(1);
        for (int run = 0; run < RUNS; run++) {
            bench.clock = Clock.fixed(START.plus(Duration.ofDays(run)), ZoneOffset.UTC);
            // Large enough not to be stored again with others; in one run they reach into three sixteenths of their
            // block.
            for (String name : List.of("a", "b", "c")) {
                bench.write(name + "/" + run, run == OF_PAGE ? 60_000 : 15_000, 31L * run + name.charAt(0));
            }
            bench.backUp();
        }
        Files.delete(bench.source.resolve("c/" + OF_PAGE));
        bench.clock = Clock.fixed(START.plus(Duration.ofDays(RUNS)), ZoneOffset.UTC);
        bench.backUp();
        try (BackupRepository repository = bench.open()) {
            repository.apply(
                    repository.retention().keepLast(KEPT).grace(Duration.ZERO).plan());
        }
        bench.clock = Clock.fixed(START.plus(Duration.ofDays(RUNS + 9)), ZoneOffset.UTC);
        try (BackupRepository repository = bench.open()) {
            repository.sweep();
            assertThat(repository.status().unneededObjects()).isZero();
        }
        assertThat(Tampering.with(bench.memory).keys("pages/")).hasSizeGreaterThan(1);
        // What is backed up next is, for the most part, what was there before.
        bench.write("c/" + OF_PAGE, 60_000, 31L * OF_PAGE + 'c');
        bench.write("new", 2_000, 77);
        Tampering.with(TEMPLATE).copyFrom(bench.memory);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @AfterEach
    void stop() {
        other.shutdownNow();
    }

    private void reset() throws IOException {
        bench.clock = Clock.fixed(START.plus(Duration.ofDays(RUNS + 10)), ZoneOffset.UTC);
        bench.faults.heal();
        Tampering.with(bench.memory).copyFrom(TEMPLATE);
        bench.storage.reset();
    }

    /** Its calls go past the faults, if that is wanted. */
    private BackupRepository janitor(boolean faulty) {
        return Holdfast.repository()
                .storage(faulty ? bench.storage : bench.memory)
                .clock(bench.clock)
                .workers(bench.workers)
                .open();
    }

    private RetentionResult keepLast(int count, boolean faulty, Duration grace) {
        try (BackupRepository repository = janitor(faulty)) {
            RetentionPlan plan =
                    repository.retention().keepLast(count).grace(grace).plan();
            return repository.apply(plan);
        }
    }

    private BackupResult backUp(boolean faulty) {
        try (BackupRepository repository = Holdfast.repository()
                .storage(faulty ? bench.storage : bench.memory)
                .unencrypted()
                .clock(bench.clock)
                .workers(bench.workers)
                .volumeSize(1 << 20)
                .open()) {
            return repository.backup().source(bench.source).run();
        }
    }

    private void assertWhole(String when) {
        try (BackupRepository repository = janitor(false)) {
            CollectionStatus status = repository.status();
            assertThat(status.damagedObjects()).as(when).isEmpty();
        }
    }

    private void assertNewestWhole(String when) throws Exception {
        assertWhole(when);
        try (BackupRepository repository = Holdfast.repository()
                .storage(bench.memory)
                .unencrypted()
                .workers(bench.workers)
                .open()) {
            Snapshot newest = repository.snapshots().newest().orElseThrow();
            assertThat(repository.verify().snapshot(newest).data().run().findings())
                    .as(when)
                    .isEmpty();
            assertThat(newest.entry("new")).as(when).isPresent();
        }
    }

    /** Whatever was raced or died: a run and a janitor that come later make everything good. */
    private void assertHeals(String when) throws Exception {
        bench.faults.heal();
        bench.die();
        backUp(false);
        keepLast(1, false, Duration.ZERO);
        assertNewestWhole(when);
        try (BackupRepository repository = janitor(false)) {
            assertThat(repository.snapshots().all()).hasSize(1);
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    /**
     * At which calls of one undisturbed course to disturb it: at all that write or delete, the next ones, and some
     * others.
     */
    private List<Integer> moments(Step step) throws Exception {
        reset();
        step.run();
        List<Integer> moments = new ArrayList<>();
        boolean wrote = false;
        int quiet = 0;
        int n = 0;
        for (CountingStorage.Request call : bench.storage.requests()) {
            n++;
            boolean writes = call.verb().isWrite() || call.verb() == Verb.DELETE;
            quiet = writes || wrote ? 0 : quiet + 1;
            if (quiet == 0 || quiet % 8 == 1) {
                moments.add(n);
            }
            wrote = writes;
        }
        assertThat(moments).hasSizeGreaterThan(8);
        return moments;
    }

    @Test
    void aJanitorThatComesAtAnyCallOfABackupHarmsNeither() throws Exception {
        for (int n : moments(() -> backUp(true))) {
            String when = "janitor before call " + n + " of the backup";
            reset();
            Gate gate = bench.faults.onEvery().call(n).pause();
            CompletableFuture<BackupResult> backup = CompletableFuture.supplyAsync(() -> backUp(true), other);
            gate.awaitArrivalOrEndOf(backup);
            RetentionResult removal = keepLast(1, false, Duration.ZERO);
            gate.open();
            try {
                SnapshotId id = backup.join().snapshot().id();
                assertThat(removal.removed()).as(when).doesNotContain(id);
            } catch (CompletionException e) {
                // Who was reading the log while old pages went looks again.
                assertThat(e.getCause()).as(when).isInstanceOf(BackupException.class);
                assertThat(n).as(when + ": " + e.getCause()).isLessThan(FIRST_WRITE);
            }
            if (!backup.isCompletedExceptionally()) {
                assertNewestWhole(when);
            }
            if (n % 3 == 0 || backup.isCompletedExceptionally()) {
                assertHeals(when);
            }
        }
    }

    /** Before it has the lease, a run has read only the log. */
    private static final int FIRST_WRITE = 4;

    @Test
    void aBackupThatComesAtAnyCallOfAJanitorHarmsNeither() throws Exception {
        for (int n : moments(() -> keepLast(1, true, Duration.ZERO))) {
            String when = "backup before call " + n + " of the janitor";
            reset();
            Gate gate = bench.faults.onEvery().call(n).pause();
            CompletableFuture<RetentionResult> removal =
                    CompletableFuture.supplyAsync(() -> keepLast(1, true, Duration.ZERO), other);
            gate.awaitArrivalOrEndOf(removal);
            SnapshotId id = backUp(false).snapshot().id();
            gate.open();
            try {
                assertThat(removal.join().removed()).as(when).doesNotContain(id);
            } catch (CompletionException e) {
                assertThat(e.getCause())
                        .as(when)
                        .isInstanceOf(ConcurrentWriterException.class)
                        .hasMessageContaining("make a new plan");
            }
            assertNewestWhole(when);
            if (n % 3 == 0) {
                assertHeals(when);
            }
        }
    }

    @Test
    void aJanitorThatDiesAtAnyCallHarmsNothing() throws Exception {
        for (int n : moments(() -> keepLast(2, true, Duration.ZERO))) {
            for (boolean answerLost : List.of(false, true)) {
                String when = "the janitor dies at call " + n + (answerLost ? ", which is made" : "");
                reset();
                if (answerLost) {
                    bench.faults.onEvery().call(n).lostAnswer();
                }
                FaultRule rest = bench.faults.onEvery().from(answerLost ? n + 1 : n);
                rest.failPermanently();
                try {
                    keepLast(2, true, Duration.ZERO);
                } catch (BackupException e) {
                    assertThat(e.getMessage()).as(when).isNotBlank();
                }
                assertWhole(when);
                bench.faults.heal();
                keepLast(1, false, Duration.ZERO);
                assertWhole(when);
                try (BackupRepository repository = janitor(false)) {
                    assertThat(repository.snapshots().all()).as(when).hasSize(1);
                    assertThat(repository.status().unneededObjects()).as(when).isZero();
                }
            }
        }
    }

    @Test
    void anUndoAtAnyCallOfASweepBringsBackAllOrNothing() throws Exception {
        reset();
        long record = keepLast(1, false, Duration.ofDays(1)).record().getAsLong();
        MemoryStorage removed = MemoryStorage.create();
        Tampering.with(removed).copyFrom(bench.memory);
        Clock early = bench.clock;
        Clock late = Clock.offset(early, Duration.ofDays(1));
        bench.storage.reset();
        bench.clock = late;
        try (BackupRepository repository = janitor(true)) {
            repository.sweep();
        }
        int calls = bench.storage.requests().size();
        List<Boolean> undone = new ArrayList<>();
        for (int n = 1; n <= calls; n++) {
            String when = "undo before call " + n + " of the sweep";
            bench.faults.heal();
            Tampering.with(bench.memory).copyFrom(removed);
            Gate gate = bench.faults.onEvery().call(n).pause();
            bench.clock = late;
            CompletableFuture<Void> sweep = CompletableFuture.runAsync(
                    () -> {
                        try (BackupRepository repository = janitor(true)) {
                            repository.sweep();
                        }
                    },
                    other);
            gate.awaitArrivalOrEndOf(sweep);
            bench.clock = early;
            try (BackupRepository repository = janitor(false)) {
                undone.add(repository.undo(record).restored().size() == KEPT - 1);
            } catch (NotFoundException e) {
                undone.add(false);
            }
            gate.open();
            sweep.join();
            assertWhole(when);
            try (BackupRepository repository = janitor(false)) {
                assertThat(repository.snapshots().all()).as(when).hasSize(undone.get(n - 1) ? KEPT : 1);
            }
        }
        assertThat(undone).contains(true, false).isSortedAccordingTo((a, b) -> Boolean.compare(b, a));
    }

    /** A page that is deleted must not come back under its name while somebody else may still be about to delete it. */
    @Test
    void aJanitorThatSleptBeforeItsDeletionHarmsNothingThatCameLater() throws Exception {
        reset();
        Gate gate = bench.faults.onDelete().call(1).pause();
        CompletableFuture<RetentionResult> slow =
                CompletableFuture.supplyAsync(() -> keepLast(1, true, Duration.ZERO), other);
        gate.awaitArrivalOrEndOf(slow);
        assertThat(slow).as("it deletes").isNotDone();
        try (BackupRepository repository = janitor(false)) {
            assertThat(repository.sweep().deletedObjects()).isPositive();
        }
        backUp(false);
        assertNewestWhole("before");
        gate.open();
        slow.join();
        assertNewestWhole("after");
        assertHeals("in the end");
    }

    @Test
    void whatAWriterNeedsAgainIsNotDeletedWhenItsTimeComes() throws Exception {
        reset();
        keepLast(1, false, Duration.ofDays(7));
        backUp(false);
        assertNewestWhole("before");
        bench.clock = Clock.offset(bench.clock, Duration.ofDays(8));
        try (BackupRepository repository = janitor(false)) {
            assertThat(repository.sweep().deletedObjects()).isPositive();
        }
        assertNewestWhole("after");
        assertThat(Tampering.with(bench.memory).keys("pages/")).hasSizeGreaterThan(1);
        assertThat(bench.memory.stat(ObjectKey.of("lease"))).isPresent();
    }
}
