package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.error.BackupException;
import dev.holdfast.api.error.ConcurrentWriterException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.testkit.storage.FaultRule;
import dev.holdfast.testkit.storage.FaultyStorage;
import dev.holdfast.testkit.storage.Gate;
import dev.holdfast.testkit.storage.Verb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A janitor that dies, and one that meets a backup, at every step of either. Nothing that a snapshot needs is ever
 * lost.
 */
@Timeout(300)
@Order(1)
class ReclaimRaceTest {

    @TempDir
    private Path directory;

    private final ExecutorService other = Executors.newFixedThreadPool(2);
    private Workbench base;
    private Path before;

    @BeforeEach
    void makeRepository() throws Exception {
        Files.createDirectory(directory.resolve("base"));
        base = new Workbench(directory.resolve("base"));
        for (int i = 10; i < 50; i++) {
            base.write("files/f" + i, 60_000, i);
        }
        base.backUp();
        for (int i = 10; i < 50; i++) {
            if (i % 20 >= 6) {
                base.write("files/f" + i, 10_001, 1_000 + i);
            }
        }
        base.backUp();
        Janitor janitor = new Janitor(base.storage, base.clock);
        janitor.keepNewest(1);
        before = directory.resolve("before");
        try (BackupRepository repository = base.open()) {
            repository.snapshots().newest().orElseThrow().restore().as(before).run();
        }
        // The next backup has something new, something old, and something that was known.
        base.write("files/new", 200_000, 77);
        Files.move(base.source.resolve("files/f10"), base.source.resolve("files/moved"));
        Files.delete(base.source.resolve("files/f40"));
    }

    @AfterEach
    void close() {
        other.shutdownNow();
        base.close();
    }

    private Workbench fork(int n) throws Exception {
        return base.fork(Files.createDirectory(directory.resolve("try-" + n)));
    }

    private static FaultRule changes(Workbench bench) {
        return bench.faults.on(Verb.PUT, Verb.PUT_IF_ABSENT, Verb.REPLACE, Verb.DELETE);
    }

    private void assertAllRestore(Workbench bench) throws Exception {
        try (BackupRepository repository = bench.open()) {
            assertThat(repository.verify().data().run().findings()).isEmpty();
            List<Snapshot> all = repository.snapshots().all();
            bench.assertEquals(all.get(0), before);
            for (Snapshot snapshot : all.subList(1, all.size())) {
                bench.assertEquals(snapshot, bench.source);
            }
        }
    }

    /** Everything that does not belong to somebody can be cleaned up in the end. */
    private static void assertTidied(Workbench bench) throws Exception {
        Janitor janitor = new Janitor(bench.storage, bench.clock);
        janitor.reclaim();
        assertThat(janitor.unaccounted()).isEmpty();
    }

    @Test
    void aJanitorThatDiesAtAnyStepLosesNothing() throws Exception {
        int n = 1;
        for (boolean done = false; !done; n++) {
            Workbench bench = fork(n);
            Janitor janitor = new Janitor(bench.storage, bench.clock);
            changes(bench).from(n).failPermanently();
            try {
                janitor.reclaim();
                done = true;
            } catch (StorageException e) {
                bench.die();
            }
            bench.faults.heal();
            assertAllRestore(bench);
            assertTidied(bench);
            assertAllRestore(bench);
        }
        assertThat(n).isGreaterThan(4);
    }

    @Test
    void anAnswerThatIsLostAtAnyStepLosesNothing() throws Exception {
        long steps = 0;
        for (int n = 1; n == 1 || n <= steps; n++) {
            Workbench bench = fork(n);
            bench.storage.reset();
            changes(bench).call(n).lostAnswer();
            new Janitor(bench.storage, bench.clock).reclaim();
            steps = bench.storage.requests().stream()
                    .filter(call -> call.verb().isWrite() || call.verb() == Verb.DELETE)
                    .count();
            bench.faults.heal();
            assertAllRestore(bench);
            assertTidied(bench);
        }
    }

    @Test
    void aBackupBetweenAnyTwoStepsOfTheJanitorIsWhole() throws Exception {
        int n = 1;
        for (boolean met = true; met; n++) {
            Workbench bench = fork(n);
            Janitor janitor = new Janitor(bench.storage, bench.clock);
            Gate gate = changes(bench).call(n).pause();
            CompletableFuture<Boolean> tidying = CompletableFuture.supplyAsync(() -> tidy(janitor), other);
            met = gate.awaitArrivalOrEndOf(tidying);
            if (met) {
                backUp(bench);
                gate.open();
                tidying.get(60, TimeUnit.SECONDS);
            }
            bench.faults.heal();
            assertAllRestore(bench);
            assertTidied(bench);
            assertAllRestore(bench);
        }
        assertThat(n).isGreaterThan(4);
    }

    @Test
    void aJanitorBetweenAnyTwoStepsOfABackupDoesNoHarm() throws Exception {
        meetAtStepsOfTheBackup(false);
    }

    /** The lease only saves work. */
    @Test
    void aJanitorThatTakesARunningBackupForDeadDoesNoHarm() throws Exception {
        meetAtStepsOfTheBackup(true);
    }

    /** Its manifest is condemned then, as all that it has stored, and comes back into use with its record. */
    @Test
    void aJanitorThatTakesARunningBackupForDeadAndDiesItselfDoesNoHarm() throws Exception {
        Workbench bench = fork(1);
        Gate gate = bench.faults.onPutIfAbsent().matching("log/").call(1).pause();
        CompletableFuture<Boolean> backup = CompletableFuture.supplyAsync(() -> backUp(bench), other);
        gate.awaitArrival();
        bench.memory.delete(List.of(ObjectKey.of("lease")));
        FaultyStorage dying = FaultyStorage.over(bench.memory);
        dying.onPutIfAbsent().matching("log/").call(2).failPermanently();
        assertThatThrownBy(() -> new Janitor(dying, bench.clock).reclaim()).isInstanceOf(StorageException.class);
        gate.open();
        assertThat(backup.get(60, TimeUnit.SECONDS)).isTrue();
        new Janitor(bench.memory, bench.clock).reclaim();
        assertAllRestore(bench);
    }

    private void meetAtStepsOfTheBackup(boolean leaseLost) throws Exception {
        int n = 1;
        for (boolean met = true; met; n++) {
            Workbench bench = fork(n);
            Gate gate = changes(bench).call(n).pause();
            CompletableFuture<Boolean> backup = CompletableFuture.supplyAsync(() -> backUp(bench), other);
            met = gate.awaitArrivalOrEndOf(backup);
            boolean made;
            if (met) {
                if (leaseLost) {
                    bench.memory.delete(List.of(ObjectKey.of("lease")));
                }
                new Janitor(bench.memory, bench.clock).reclaim();
                gate.open();
                made = backup.get(60, TimeUnit.SECONDS);
            } else {
                made = backup.get(60, TimeUnit.SECONDS);
            }
            assertThat(made || leaseLost).as("step " + n).isTrue();
            bench.die();
            assertAllRestore(bench);
            if (!made) {
                backUp(bench);
            }
            bench.assertNewestEqualsSource();
            assertTidied(bench);
            assertAllRestore(bench);
        }
        assertThat(n).isGreaterThan(4);
    }

    private static boolean tidy(Janitor janitor) {
        try {
            janitor.reclaim();
            return true;
        } catch (ConcurrentWriterException e) {
            // Plan again.
            return false;
        }
    }

    /** Whether it was made; what keeps it from being made says so. */
    private static boolean backUp(Workbench bench) {
        try {
            bench.backUp();
            return true;
        } catch (ConcurrentWriterException e) {
            return false;
        } catch (BackupException e) {
            throw new CompletionException(e);
        }
    }
}
