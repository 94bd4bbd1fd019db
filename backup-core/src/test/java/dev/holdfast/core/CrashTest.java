package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.error.ConcurrentWriterException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.api.status.CollectionStatus;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.testkit.storage.Gate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that fails at any point of a run: what was committed stays whole, and the next run heals. */
@Timeout(600)
@Order(1)
class CrashTest {

    @TempDir
    private Path directory;

    private Workbench bench;
    private Path before;

    @BeforeEach
    void backUpOnce() throws IOException {
        bench = new Workbench(directory);
        for (char name = 'a'; name <= 'd'; name++) {
            bench.write(name + "/large", 400_000, name);
            bench.write(name + "/small", "text of " + name);
        }
        bench.backUp();
        before = directory.resolve("before");
        try (BackupRepository repository = bench.open()) {
            repository.snapshots().newest().orElseThrow().restore().as(before).run();
        }
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** Changes some of everything, differently in each round. */
    private void change(int round) throws IOException {
        bench.write("a/large", 500_000 + round, round);
        bench.write("b/new-" + round, 700_000, round);
        bench.write("0-before-all/" + round % 5, "text " + round);
        Files.deleteIfExists(bench.source.resolve("b/new-" + (round - 1)));
    }

    private void assertFirstIsWhole() throws Exception {
        try (BackupRepository repository = bench.open()) {
            List<Snapshot> all = repository.snapshots().all();
            bench.assertEquals(all.get(0), before);
        }
    }

    private int snapshots() {
        try (BackupRepository repository = bench.open()) {
            return repository.snapshots().all().size();
        }
    }

    /**
     * The process dies before a write of a run, each of the first and some of the later ones; then the source changes.
     */
    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT1H"})
    void aRunThatEndsAtAnyWriteLosesNothing(String checkpoints) throws Exception {
        bench.checkpoints = Duration.parse(checkpoints);
        int n = 1;
        for (boolean ended = true; ended; n += n < 12 ? 1 : 11) {
            change(n);
            int complete = snapshots();
            bench.faults.onWrite().from(n).failPermanently();
            try {
                bench.backUp();
                ended = false;
            } catch (StorageException e) {
                assertThat(e).hasMessageContaining("memory:");
            }
            bench.die();
            assertThat(snapshots()).isBetween(complete, complete + 1);
            change(n + 1_000);
            Files.deleteIfExists(bench.source.resolve("b/new-" + n));
            bench.backUp();
            bench.assertNewestEqualsSource();
        }
        assertThat(n).isGreaterThan(7);
        assertFirstIsWhole();
        bench.assertWhole();
    }

    /** The store did what it was asked, but the writer never hears of it. */
    @Test
    void anAnswerLostAtAnyWriteChangesNothing() throws Exception {
        for (int n = 1; n <= 8; n++) {
            change(n);
            int complete = snapshots();
            bench.faults.onWrite().call(n).lostAnswer();
            bench.backUp();
            bench.faults.heal();
            assertThat(snapshots()).isEqualTo(complete + 1);
            bench.assertNewestEqualsSource();
        }
    }

    @Test
    void aFullStoreCommitsNothingAndWhatIsLeftOverIsKnown() throws Exception {
        long unneeded;
        try (BackupRepository repository = bench.open()) {
            unneeded = repository.status().unneededBytes();
        }
        for (char name = 'e'; name <= 'j'; name++) {
            bench.write(name + "/large", 1_200_000, name);
        }
        bench.faults.fullAfter(3_000_000);
        assertThatThrownBy(bench::backUp)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("no space")
                .hasMessageContaining("data/");
        bench.die();
        assertFirstIsWhole();
        try (BackupRepository repository = bench.open()) {
            CollectionStatus status = repository.status();
            assertThat(repository.snapshots().all()).hasSize(1);
            assertThat(status.damagedObjects()).isEmpty();
            assertThat(status.unneededBytes()).isGreaterThan(unneeded + 900_000);
        }
        bench.backUp();
        bench.assertNewestEqualsSource();
    }

    @Test
    void aWriterThatIsOvertakenWhilePausedCommitsNothing() throws Exception {
        bench.write("a/large", 1_000_000, 9);
        Gate gate = bench.faults.onPutIfAbsent().matching("log/").call(1).pause();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> paused = other.submit(() -> bench.backUp());
            gate.awaitArrival();
            assertThatThrownBy(bench::backUp).isInstanceOf(ConcurrentWriterException.class);
            // Its lease has run out, and a second writer takes it.
            bench.memory.delete(List.of(ObjectKey.of("lease")));
            bench.write("b/small", "of the second writer");
            bench.backUp();
            int complete = snapshots();

            gate.open();
            assertThatThrownBy(paused::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(ConcurrentWriterException.class)
                    .hasMessageContaining("was overtaken");
            assertThat(snapshots()).isEqualTo(complete);
        } finally {
            gate.open();
            other.shutdownNow();
        }
        bench.assertNewestEqualsSource();
        assertFirstIsWhole();
        bench.write("c/small", "later");
        bench.backUp();
        bench.assertNewestEqualsSource();
    }
}
