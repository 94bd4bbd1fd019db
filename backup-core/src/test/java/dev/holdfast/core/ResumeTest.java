package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.delta.Difference;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.api.model.Notice;
import dev.holdfast.api.verify.VerifyResult;
import dev.holdfast.core.store.StoreCalls;
import dev.holdfast.core.testing.WeirdTree;
import dev.holdfast.testkit.storage.Gate;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that end in the middle behind a checkpoint, and the next run. */
@Timeout(120)
class ResumeTest {

    @TempDir
    private Path directory;

    private Workbench bench;
    private volatile Duration later = Duration.ZERO;

    @BeforeEach
    void makeSource() throws IOException {
        bench = new Workbench(directory);
        // After each entry, so that a run can be ended anywhere behind one.
        bench.checkpoints = Duration.ZERO;
        for (char name = 'a'; name <= 'h'; name++) {
            bench.write(name + "/large", 1_500_000, name);
            bench.write(name + "/small", "text of " + name);
        }
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** Ends a run at its n-th record, as if the process died there; gives how many of the snapshots are complete. */
    private void dieAtRecord(int n) throws IOException {
        bench.faults.onPutIfAbsent().matching("log/").from(n).failPermanently();
        assertThatThrownBy(bench::backUp).isInstanceOf(StorageException.class);
        bench.die();
    }

    private List<Snapshot> snapshots() {
        try (BackupRepository repository = bench.open()) {
            return repository.snapshots().all();
        }
    }

    @Test
    void whatACheckpointHasIsNotStoredAgain() throws Exception {
        dieAtRecord(14);
        long stored = bench.storage.bytesWritten("data/");
        assertThat(stored).isGreaterThan(3_000_000);
        bench.storage.reset();

        BackupResult result = bench.backUp();

        assertThat(bench.storage.bytesWritten("data/")).isLessThan(8 * 1_510_000L - stored / 2);
        assertThat(result.notices()).extracting(Notice::kind).contains(Notice.Kind.RESUMED);
        assertThat(result.snapshot().kind()).isEqualTo(SnapshotKind.FULL);
        bench.assertNewestEqualsSource();
        // Small files of the dead run whose block is hardly needed may be stored again, once.
        bench.backUp();
        assertThat(bench.backUp().readBytes()).isZero();
    }

    @Test
    void whateverChangedBetweenIsInTheNextSnapshot() throws Exception {
        dieAtRecord(14);
        bench.write("a/added-before-the-frontier", "added");
        bench.write("a/large", 1_400_000, 77);
        Files.delete(bench.source.resolve("b/large"));
        WeirdTree.delete(bench.source.resolve("c"));
        bench.write("h/added-behind-it", "added");
        bench.write("h/large", 1_600_000, 78);
        Files.delete(bench.source.resolve("g/small"));

        bench.backUp();
        bench.assertNewestEqualsSource();

        assertThat(bench.backUp().snapshot().files()).isEqualTo(14);
        bench.assertNewestEqualsSource();
    }

    @Test
    void aRunThatDiesAtAnyRecordIsContinuedByAnother() throws Exception {
        for (int n = 1; n <= 6; n++) {
            bench.write("b/large", 1_500_000 + n, n);
            bench.write("round-" + n, "a new file in each round");
            dieAtRecord(2 * n);
        }
        assertThat(snapshots()).isEmpty();
        bench.backUp();
        bench.assertNewestEqualsSource();
        bench.assertWhole();
    }

    @Test
    void anIncrementalRunThatDiesGoesOnFromItsFrontierAndItsBase() throws Exception {
        bench.backUp();
        for (char name = 'a'; name <= 'h'; name++) {
            bench.write(name + "/large", 1_600_000, name + 100);
        }
        dieAtRecord(8);
        try (BackupRepository repository = bench.open()) {
            VerifyResult checked = repository.verify().data().run();
            assertThat(checked.snapshots()).isEqualTo(2);
            assertThat(checked.findings()).isEmpty();
        }
        bench.storage.reset();

        BackupResult result = bench.backUp();

        assertThat(result.snapshot().kind()).isEqualTo(SnapshotKind.INCREMENTAL);
        assertThat(result.unchangedFiles()).isGreaterThan(8);
        assertThat(bench.storage.bytesWritten("data/")).isLessThan(7 * 1_610_000L);
        bench.assertNewestEqualsSource();
        assertThat(snapshots()).hasSize(2);
    }

    @Test
    void aHardLinkBehindTheFrontierHadWhatTheBaseHasAtItsFirstName() throws Exception {
        Path first = bench.write("a/first", 20_000, 1);
        Files.createLink(bench.source.resolve("h/second"), first);
        bench.backUp();
        Files.delete(first);
        bench.write("a/first", 20_000, 2);
        dieAtRecord(8);

        BackupResult result = bench.backUp();

        assertThat(result.notices()).extracting(Notice::kind).contains(Notice.Kind.RESUMED);
        assertThat(result.delta().differences())
                .filteredOn(difference -> difference.path().toString().equals("h/second"))
                .singleElement()
                .satisfies(difference -> assertThat(difference.aspects()).doesNotContain(Difference.Aspect.CONTENT));
        bench.assertNewestEqualsSource();
    }

    @Test
    void anotherHostContinuesWithoutTheLocalState() throws Exception {
        dieAtRecord(14);
        WeirdTree.delete(bench.localState);

        assertThat(bench.backUp().notices()).extracting(Notice::kind).contains(Notice.Kind.RESUMED);
        bench.assertNewestEqualsSource();
    }

    @Test
    void aCheckpointIsNoSnapshot() throws Exception {
        dieAtRecord(14);
        try (BackupRepository repository = bench.open()) {
            assertThat(repository.snapshots().all()).isEmpty();
            assertThat(repository.snapshots().newest()).isEmpty();
            assertThatThrownBy(() -> repository.snapshots().asOf(Instant.now())).isInstanceOf(NotFoundException.class);
            assertThat(repository.status().chains()).isEmpty();
            assertThat(repository.status().partials()).hasSize(1);
            assertThat(repository.status().partials().get(0).storedBytes()).isGreaterThan(3_000_000);
        }
        bench.backUp();
        try (BackupRepository repository = bench.open()) {
            assertThat(repository.status().partials()).isEmpty();
        }
    }

    /**
     * At the start the clock is looked at twice, and then behind each of the 25 entries. All looks after those are at
     * entries listed that waited for the content of files: with the twelfth, the fourth directory is done.
     */
    @Test
    void anInterruptRecordsACheckpoint() throws Exception {
        bench.checkpoints = Duration.ofHours(1);
        interruptAtLook(2 + 25 + 12);
        assertThatThrownBy(bench::backUp)
                .isInstanceOf(CancelledException.class)
                .hasMessageContainingAll("the backup was interrupted; ", "the next run goes on from there");
        assertThat(Thread.interrupted()).isTrue();
        bench.storage.reset();

        assertThat(bench.backUp().notices()).extracting(Notice::kind).contains(Notice.Kind.RESUMED);
        assertThat(bench.storage.bytesWritten("data/")).isLessThan(9_000_000);
        bench.assertNewestEqualsSource();
    }

    /** Of the 23 entries that waited the last but one is listed by then, and nothing more must be read. */
    @Test
    void anInterruptIsHeededToTheEndOfTheListing() throws Exception {
        bench.checkpoints = Duration.ofHours(1);
        interruptAtLook(2 + 25 + 22);
        assertThatThrownBy(bench::backUp)
                .isInstanceOf(CancelledException.class)
                .hasMessageContainingAll("the backup was interrupted; ", "the next run goes on from there");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(snapshots()).isEmpty();
        bench.storage.reset();

        bench.backUp();
        assertThat(bench.storage.bytesWritten("data/")).isLessThan(1_000_000);
        bench.assertNewestEqualsSource();
    }

    /** The interrupt ends the put that follows those of the volumes. */
    @Test
    void anInterruptInACheckpointLosesNothingOfIt() throws Exception {
        bench.checkpoints = Duration.ofHours(1);
        atLook(2 + 25 + 12, () -> later = Duration.ofHours(2));
        bench.faults.onPut().matching("inventories/").call(1).failWith(() -> {
            Thread.currentThread().interrupt();
            return new InterruptedIOException("scripted");
        });
        assertThatThrownBy(bench::backUp)
                .isInstanceOf(CancelledException.class)
                .hasMessageContainingAll("the backup was interrupted; ", "the next run goes on from there");
        assertThat(Thread.interrupted()).isTrue();

        assertThat(bench.backUp().notices()).extracting(Notice::kind).contains(Notice.Kind.RESUMED);
        bench.assertNewestEqualsSource();
        bench.assertWhole();
    }

    /** From then on a checkpoint would have no less to store than the snapshot has, which is made all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"data/", "catalog/", "inventories/", "manifests/", "log/"})
    void anInterruptWhenAllIsReadLosesNothing(String put) throws Exception {
        bench.open().close();
        bench.checkpoints = Duration.ofHours(1);
        bench.volumeBytes = 32 << 20;
        Thread running = Thread.currentThread();
        bench.faults.onWrite().matching(put).call(1).failWith(() -> {
            running.interrupt();
            return running == Thread.currentThread()
                    ? new InterruptedIOException("scripted")
                    : new IOException("scripted");
        });
        assertThat(bench.backUp().committed()).isTrue();
        assertThat(Thread.interrupted()).isTrue();

        assertThat(bench.backUp().readBytes()).isZero();
        bench.assertNewestEqualsSource();
        bench.assertWhole();
    }

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anInterruptWhenAllIsReadDoesNotWaitForASilentStore() throws Exception {
        bench.open().close();
        bench.checkpoints = Duration.ofHours(1);
        bench.patience = Duration.ofMillis(20);
        Thread running = Thread.currentThread();
        bench.faults.onWrite().matching("manifests/").failWith(() -> {
            bench.faults.heal();
            bench.faults.onEvery().pause();
            running.interrupt();
            return new IOException("scripted");
        });
        assertEndsWithoutAnswer();
        bench.backUp();
        bench.assertNewestEqualsSource();
    }

    /** The run is interrupted while it reads, and the store answers nothing from then on. */
    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anInterruptDoesNotWaitForASilentStore() throws Exception {
        bench.checkpoints = Duration.ofHours(1);
        bench.patience = Duration.ofMillis(20);
        atLook(2 + 25 + 12, () -> {
            bench.faults.onEvery().pause();
            Thread.currentThread().interrupt();
        });
        assertEndsWithoutAnswer();
        assertThat(bench.backUp().notices()).extracting(Notice::kind).doesNotContain(Notice.Kind.RESUMED);
        bench.assertNewestEqualsSource();
    }

    /**
     * The run waits for a volume when it is interrupted: it needs each to be stored before it goes on. Of so small a
     * catalog only checkpoints store volumes.
     */
    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anInterruptInACheckpointDoesNotWaitForASilentStore() throws Exception {
        bench.patience = Duration.ofMillis(20);
        Gate volumes = bench.faults.onPut().matching("catalog/").from(4).pause();
        Thread running = Thread.currentThread();
        Thread user = new Thread(() -> {
            try {
                volumes.awaitArrival();
                bench.faults.onEvery().pause();
                running.interrupt();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        user.start();
        assertEndsWithoutAnswer();
        user.join();
        assertThat(bench.backUp().notices()).extracting(Notice::kind).contains(Notice.Kind.RESUMED);
        bench.assertNewestEqualsSource();
    }

    /** The run asks whether it was recorded, which it cannot learn. */
    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anInterruptInARecordDoesNotWaitForASilentStore() throws Exception {
        bench.patience = Duration.ofMillis(20);
        bench.faults.onPutIfAbsent().matching("log/").from(4).failWith(() -> {
            bench.faults.onEvery().pause();
            Thread.currentThread().interrupt();
            return new InterruptedIOException("scripted");
        });
        assertEndsWithoutAnswer();
        assertThat(bench.backUp().notices()).extracting(Notice::kind).contains(Notice.Kind.RESUMED);
        bench.assertNewestEqualsSource();
    }

    private void assertEndsWithoutAnswer() throws IOException {
        assertThatThrownBy(bench::backUp)
                .isInstanceOf(CancelledException.class)
                .hasMessageContaining("may have to be stored again")
                .hasMessageContaining("does not answer");
        assertThat(Thread.interrupted()).isTrue();
        bench.die();
        bench.patience = StoreCalls.PATIENCE;
    }

    private void interruptAtLook(int n) {
        atLook(n, () -> Thread.currentThread().interrupt());
    }

    private void atLook(int n, Runnable script) {
        Thread running = Thread.currentThread();
        AtomicInteger looks = new AtomicInteger();
        bench.nanoTime = () -> {
            if (Thread.currentThread() == running && looks.incrementAndGet() == n) {
                script.run();
            }
            return System.nanoTime() + later.toNanos();
        };
    }
}
