package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.ConcurrentWriterException;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.reclaim.IncompleteReclaimException;
import dev.holdfast.api.reclaim.ReclaimPlan;
import dev.holdfast.api.reclaim.ReclaimResult;
import dev.holdfast.api.reclaim.VolumePlan;
import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.core.log.Change;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.store.Layout;
import dev.holdfast.testkit.storage.Gate;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Compaction, by somebody without a key. */
@Timeout(120)
class ReclaimTest {

    @TempDir
    private Path directory;

    private Workbench bench;
    private Janitor janitor;

    @BeforeEach
    void makeRepository() throws Exception {
        bench = new Workbench(directory);
        bench.volumeBytes = 4 << 20;
        janitor = new Janitor(bench.storage, bench.clock);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** Three volumes of four blocks, of each of which about one block lives on. */
    private void makeMostlyDead() throws Exception {
        makeMostlyDead(120);
    }

    private void makeMostlyDead(int files) throws Exception {
        for (int i = 100; i < 100 + files; i++) {
            bench.write("files/f" + i, 100_000, i);
        }
        bench.backUp();
        for (int i = 100; i < 100 + files; i++) {
            if (i % 40 >= 10) {
                bench.write("files/f" + i, 100_001, 1_000 + i);
            }
        }
        bench.backUp();
        janitor.keepNewest(1);
    }

    private void assertWhole() throws Exception {
        bench.assertNewestEqualsSource();
        bench.assertWhole();
        assertThat(janitor.unaccounted()).isEmpty();
    }

    @Test
    void liveBlocksOfMostlyDeadVolumesMoveAndTheVolumesGo() throws Exception {
        makeMostlyDead();
        long before = janitor.bytes("data/");
        Set<ObjectKey> volumes = janitor.neededVolumes();
        ReclaimPlan plan;
        ReclaimResult result;
        try (BackupRepository repository = janitor.open()) {
            plan = repository.reclaim().grace(Duration.ZERO).plan();
            result = repository.apply(plan);
        }
        assertThat(plan.volumes())
                .filteredOn(volume -> volume.object().startsWith("data/"))
                .isNotEmpty()
                .allSatisfy(volume -> {
                    assertThat(volume.action()).isEqualTo(VolumePlan.Action.COMPACT);
                    assertThat(volume.liveBytes()).isLessThan(volume.sizeBytes() * 3 / 4);
                });
        assertThat(result.movedBytes()).isEqualTo(plan.movedBytes()).isPositive();
        assertThat(result.compactedVolumes()).isEqualTo(plan.volumes().size());
        assertThat(result.problems()).isEmpty();
        assertThat(result.waitingObjects()).isZero();
        assertThat(before - janitor.bytes("data/")).isGreaterThan(6_000_000);
        assertThat(janitor.state().moves()).toIterable().isNotEmpty();
        assertThat(janitor.neededVolumes()).isNotEqualTo(volumes);
        assertWhole();
        try (BackupRepository repository = janitor.open()) {
            assertThat(repository.reclaim().plan().isEmpty()).isTrue();
        }
    }

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anInterruptDoesNotWaitForASilentStore() throws Exception {
        makeMostlyDead();
        bench.patience = Duration.ofMillis(20);
        Gate copy = bench.faults.onPut().matching("data/").pause();
        Thread running = Thread.currentThread();
        Thread user = new Thread(() -> {
            try {
                copy.awaitArrival();
                running.interrupt();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        user.start();
        try (BackupRepository repository = bench.open()) {
            ReclaimPlan plan = repository.reclaim().grace(Duration.ZERO).plan();
            assertThatThrownBy(() -> repository.apply(plan)).isInstanceOf(CancelledException.class);
        }
        assertThat(Thread.interrupted()).isTrue();
        user.join();

        bench.faults.heal();
        janitor.reclaim();
        assertWhole();
    }

    @Test
    void backupsGoOnAfterBlocksHaveMovedAndTheyMoveAgain() throws Exception {
        makeMostlyDead();
        janitor.reclaim();
        bench.storage.reset();
        bench.backUp();
        // What is small and lies in blocks that are mostly dead is stored again; what was moved is not.
        assertThat(bench.storage.bytesWritten("data/")).isLessThan(1_500_000);
        for (int round = 0; round < 4; round++) {
            for (int i = 100 + 30 * round; i < 130 + 30 * round; i++) {
                bench.write("files/f" + i, 50_000 + round, 5_000 + 100 * round + i);
            }
            bench.backUp();
            janitor.keepNewest(1);
            janitor.reclaim(reclaim -> reclaim.compactBelow(0.95).grace(Duration.ZERO));
            assertWhole();
        }
        // Content that was moved is still known to the index.
        Files.move(bench.source.resolve("files"), bench.source.resolve("renamed"));
        bench.storage.reset();
        bench.backUp();
        assertThat(bench.storage.bytesWritten("data/")).isLessThan(1_500_000);
        assertWhole();
    }

    @Test
    void aPlanIsGoodForItsHeadOnly() throws Exception {
        makeMostlyDead();
        try (BackupRepository repository = janitor.open()) {
            ReclaimPlan plan = repository.reclaim().plan();
            assertThat(repository.reclaim().plan().fingerprint()).isEqualTo(plan.fingerprint());
            bench.backUp();
            assertThat(repository.reclaim().plan().fingerprint()).isNotEqualTo(plan.fingerprint());
            assertThatThrownBy(() -> repository.apply(plan))
                    .isInstanceOf(ConcurrentWriterException.class)
                    .hasMessageContaining("changed since");
        }
        bench.assertNewestEqualsSource();
    }

    @Test
    void theBoundOfARunIsKeptAndTheNextRunHasTheRest() throws Exception {
        // So many that however the threads put their blocks, one volume does not have all that is moved.
        makeMostlyDead(240);
        ReclaimPlan all;
        try (BackupRepository repository = janitor.open()) {
            all = repository.reclaim().plan();
        }
        long bound = all.movedBytes() / 2;
        ReclaimResult first =
                janitor.reclaim(reclaim -> reclaim.moveAtMost(bound).grace(Duration.ZERO));
        assertThat(first.movedBytes()).isPositive().isLessThanOrEqualTo(bound);
        ReclaimResult second = janitor.reclaim();
        assertThat(first.movedBytes() + second.movedBytes()).isGreaterThanOrEqualTo(all.movedBytes());
        assertWhole();
    }

    @Test
    void emptiedVolumesStayForTheGracePeriod() throws Exception {
        makeMostlyDead();
        Set<ObjectKey> before = janitor.neededVolumes();
        ReclaimResult result = janitor.reclaim(reclaim -> reclaim);
        assertThat(result.waitingObjects()).isGreaterThanOrEqualTo(result.compactedVolumes());
        assertThat(result.dueAt()).isPresent();
        for (ObjectKey volume : before) {
            assertThat(bench.memory.stat(volume)).isPresent();
        }
        assertWhole();
    }

    @Test
    void aDamagedBlockIsNotMovedAndItsVolumeStays() throws Exception {
        makeMostlyDead();
        VolumePlan victim;
        try (BackupRepository repository = janitor.open()) {
            victim = repository.reclaim().plan().volumes().get(0);
        }
        ObjectKey key = ObjectKey.of(victim.object());
        byte[] broken = new byte[(int) victim.sizeBytes()];
        bench.memory.put(key, ObjectBody.of(broken), ObjectKind.VOLUME);
        ReclaimResult result = janitor.reclaim();
        assertThat(result.problems()).hasSize(1).first().asString().contains(victim.object());
        assertThatThrownBy(result::requireComplete)
                .isInstanceOf(IncompleteReclaimException.class)
                .hasMessageEndingWith(result.problems().get(0));
        assertThat(bench.memory.stat(key)).isPresent();
        assertThat(janitor.neededVolumes()).contains(key);
    }

    /** They would stand in the log for ever. */
    @Test
    void movesGoWithTheVolumesThatTheyLeadTo() throws Exception {
        makeMostlyDead();
        janitor.reclaim();
        assertThat(janitor.state().moves()).toIterable().isNotEmpty();
        try (BackupRepository repository = bench.open()) {
            repository.backup().source(bench.source).full().run();
            repository.apply(
                    repository.retention().keepLast(1).grace(Duration.ZERO).plan());
        }
        assertThat(janitor.state().moves()).toIterable().isEmpty();
        assertWhole();
    }

    /** The same store, with all volumes in a class of these terms. */
    private Janitor janitorOf(Storage.Terms terms, Instant now) {
        ConditionalStorage classed = (ConditionalStorage) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ConditionalStorage.class}, (self, method, arguments) -> {
                    try {
                        return method.getName().equals("terms") ? terms : method.invoke(bench.memory, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return new Janitor(classed, Clock.fixed(now, ZoneOffset.UTC));
    }

    private ReclaimPlan plan(Janitor of) {
        try (BackupRepository repository = of.open()) {
            return repository.reclaim().plan();
        }
    }

    @Test
    void volumesAreLeftWhereMovingThemIsForbiddenOrDoesNotPay() throws Exception {
        makeMostlyDead();
        Instant now = Instant.now();
        record Case(Storage.Terms terms, Instant now, String reason) {}
        for (Case each : List.of(
                new Case(new Storage.Terms(true, 0, 0), now, "archive"),
                new Case(new Storage.Terms(false, 30, 0), now.plus(Duration.ofDays(29)), "30 days"),
                new Case(new Storage.Terms(false, 0, 10_000), now, "costs more"))) {
            ReclaimPlan kept = plan(janitorOf(each.terms(), each.now()));
            assertThat(kept.volumes()).isNotEmpty().allSatisfy(volume -> {
                assertThat(volume.action()).isEqualTo(VolumePlan.Action.KEEP);
                assertThat(volume.reason()).contains(each.reason());
            });
            assertThat(kept.movedBytes()).isZero();
        }
        ReclaimPlan paying = plan(janitorOf(new Storage.Terms(false, 30, 24), now.plus(Duration.ofDays(31))));
        assertThat(paying.movedBytes()).isPositive();
    }

    @Test
    void nothingOfSomebodyElseIsTouched() throws Exception {
        makeMostlyDead();
        ObjectKey foreign = ObjectKey.of("data/notes.txt");
        ObjectKey other = ObjectKey.of("other/20261123T081500Z-0123456789ab/00000001");
        for (ObjectKey key : Set.of(foreign, other)) {
            bench.memory.put(key, ObjectBody.of(new byte[1]), ObjectKind.VOLUME);
        }
        janitor.reclaim();
        assertThat(bench.memory.stat(foreign)).isPresent();
        assertThat(bench.memory.stat(other)).isPresent();
    }

    /** Where its own snapshots lie cannot be told then; a new one needs none of them. */
    @Test
    void aLostPageOfTheRosterHindersNoBackup() throws Exception {
        makeMostlyDead();
        janitor.reclaim();
        assertThat(janitor.state().moves()).toIterable().isNotEmpty();
        janitor.condemn(false, ObjectKey.of("data/20200101T000000Z-0123456789ab/00000001"));
        TreeMap<String, Optional<RosterEntry>> older = new TreeMap<>();
        for (int i = 0; i < 200; i++) {
            SnapshotId id = SnapshotId.of(String.format(Locale.ROOT, "20200101T000000Z-%012x", i));
            older.put(
                    id.value(),
                    Optional.of(new RosterEntry(
                            id,
                            Layout.manifest(id.value(), 1),
                            "ab".repeat(32),
                            1_000,
                            id,
                            SnapshotKind.FULL,
                            Instant.EPOCH.plusSeconds(i),
                            false,
                            false)));
        }
        janitor.commit(
                Change.condemn(),
                on -> on.lists()
                        .withSnapshots(on.snapshotEdit().apply(on.lists().snapshots(), older)));
        String page = janitor.state().lists().snapshots().pages().get(0).sha256();
        bench.memory.delete(List.of(Layout.page(page)));

        bench.write("files/f100", 1_000, 7);
        bench.backUp();
        bench.assertNewestEqualsSource();
    }
}
