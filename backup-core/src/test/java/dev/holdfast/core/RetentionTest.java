package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.error.BackupException;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.ConcurrentWriterException;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.retention.RetentionDecision;
import dev.holdfast.api.retention.RetentionPlan;
import dev.holdfast.api.retention.RetentionResult;
import dev.holdfast.api.status.CollectionStatus;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.verify.VerifyResult;
import dev.holdfast.core.testing.WeirdTree;
import dev.holdfast.testkit.storage.Tampering;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is removed, what stays, and what is refused. */
@Timeout(120)
class RetentionTest extends DailyBackups {

    @ParameterizedTest
    @ValueSource(strings = {"verify", "status", "reclaim", "retention"})
    void whatIsRemovedWhileItIsLookedForIsNoDamage(String looking) throws Exception {
        for (int day = 0; day < 3; day++) {
            backUp(day, false);
        }
        AtomicBoolean removed = new AtomicBoolean();
        bench.faults.onOpen().matching("manifests/").call(1).failWith(() -> {
            apply(rules -> rules.keepLast(1).grace(Duration.ZERO));
            removed.set(true);
            return new IOException("late");
        });
        WeirdTree.delete(bench.localState);
        try (BackupRepository repository = bench.open()) {
            switch (looking) {
                case "verify" -> {
                    VerifyResult result = repository.verify().data().run();
                    assertThat(result.findings()).isEmpty();
                    assertThat(result.deletedObjects()).isPositive();
                }
                case "status" ->
                    assertThat(repository.status().damagedObjects()).isEmpty();
                case "retention" ->
                    assertThat(repository.retention().keepLast(2).plan().dropped())
                            .isEmpty();
                default -> assertThat(repository.reclaim().plan().head()).isEqualTo(repository.head());
            }
        }
        assertThat(removed).isTrue();
    }

    @Test
    void whatIsDroppedGoesAfterTheGracePeriodAndTheRestIsWhole() throws Exception {
        for (int day = 0; day < 6; day++) {
            backUp(day, day == 0 || day == 3);
        }
        long before = storedBytes();
        RetentionPlan plan = plan(rules -> rules.keepLast(2).keepTagged("none"));
        assertThat(plan.decisions())
                .extracting(RetentionDecision::kept)
                .containsExactly(false, false, false, false, true, true);
        assertThat(plan.decisions().get(0).reasons()).containsExactly("kept by no rule");
        assertThat(plan.decisions().get(5).reasons()).containsExactly("last 1", "newest");
        RetentionResult result;
        try (BackupRepository repository = janitor()) {
            result = repository.apply(RetentionPlan.parse(plan.toText()));
        }
        assertThat(result.removed()).isEqualTo(plan.dropped()).hasSize(4);
        assertThat(result.unneededObjects()).isEqualTo(plan.unneededObjects());
        assertThat(result.sweep().deletedObjects()).isZero();
        assertThat(storedBytes()).as("nothing is deleted yet").isEqualTo(before);
        assertThat(status().unneededObjects()).isEqualTo(plan.unneededObjects());
        assertThat(status().unneededBytes()).isEqualTo(plan.unneededBytes());
        assertDaysRestorable(4, 5);

        Instant until = result.undoableUntil().orElseThrow();
        at(until.minusSeconds(1));
        try (BackupRepository repository = janitor()) {
            assertThat(repository.sweep().deletedObjects()).isZero();
        }
        at(until);
        try (BackupRepository repository = janitor()) {
            assertThat(repository.sweep().deletedObjects()).isEqualTo(plan.unneededObjects());
        }
        assertThat(storedBytes()).isEqualTo(before - plan.unneededBytes());
        assertThat(status().unneededObjects()).isZero();
        assertThat(status().damagedObjects()).isEmpty();
        assertDaysRestorable(4, 5);
        backUp(6, false);
        assertDaysRestorable(4, 5, 6);
    }

    @Test
    void everySnapshotCanGoOnItsOwn() throws Exception {
        for (int day = 0; day < 5; day++) {
            backUp(day, false);
        }
        // The full one and one in the middle of the chain.
        List<SnapshotId> all = snapshots();
        RetentionResult result =
                apply(rules -> rules.remove(all.get(0)).remove(all.get(2)).grace(Duration.ZERO));
        assertThat(result.removed()).containsExactly(all.get(0), all.get(2));
        assertThat(result.sweep().deletedObjects()).isPositive().isEqualTo(result.unneededObjects());
        assertDaysRestorable(1, 3, 4);
        assertThat(backUp(5, false).snapshot().chain()).as("the chain goes on").isEqualTo(all.get(0));
        assertDaysRestorable(1, 3, 4, 5);
    }

    @Test
    void aPlanIsRefusedOnceTheSnapshotsAreOthers() throws Exception {
        backUp(0, false);
        backUp(1, false);
        RetentionPlan plan = plan(rules -> rules.keepLast(1));
        backUp(2, false);
        Set<String> before = keys();
        try (BackupRepository repository = janitor()) {
            assertThatThrownBy(() -> repository.apply(plan))
                    .isInstanceOf(ConcurrentWriterException.class)
                    .hasMessageContaining("make a new plan");
            RetentionPlan other =
                    new RetentionPlan("0".repeat(32), plan.fingerprint(), plan.grace(), 0, 0, plan.decisions());
            assertThatThrownBy(() -> repository.apply(other))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("0".repeat(32));
            RetentionPlan now = repository.retention().keepLast(1).plan();
            RetentionPlan forged = RetentionPlan.parse(now.toText().replace("keep\t", "drop\t"));
            assertThatThrownBy(() -> repository.apply(forged))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("always stays");
        }
        assertThat(keys()).isEqualTo(before);
        assertDaysRestorable(0, 1, 2);
    }

    @Test
    void aPlanIsRefusedWhereABackupIsRecordedJustBeforeIt() throws Exception {
        backUp(0, false);
        backUp(1, false);
        RetentionPlan plan = plan(rules -> rules.keepLast(1));
        bench.faults.onPutIfAbsent().matching("log/").call(1).failWith(() -> {
            bench.backUp();
            return new IOException("late");
        });
        try (BackupRepository repository = janitor()) {
            assertThatThrownBy(() -> repository.apply(plan))
                    .isInstanceOf(ConcurrentWriterException.class)
                    .hasMessageContaining("make a new plan");
        }
        assertThat(snapshots()).hasSize(3);
    }

    @Test
    void rulesThatMeanNothingAreRefused() throws IOException {
        backUp(0, false);
        try (BackupRepository repository = janitor()) {
            assertThatThrownBy(() -> repository.retention().plan())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("at least one rule");
            assertThatThrownBy(() -> repository.retention().keepLast(0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> repository.retention().removeAllButNFull(-1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> repository.retention().removeOlderThan(Period.ofDays(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
            SnapshotId newest = snapshots().get(0);
            assertThatThrownBy(() -> repository.retention().remove(newest).plan())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(newest.value());
            SnapshotId absent = SnapshotId.of(newest.value().replaceAll("-.*", "-0123456789ab"));
            assertThatThrownBy(() -> repository.retention().remove(absent).plan())
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining(absent.value());
            assertThatThrownBy(() -> repository.retention().keepTagged()).isInstanceOf(IllegalArgumentException.class);
            RetentionPlan plan =
                    repository.retention().removeOlderThan(Instant.MAX).plan();
            assertThat(plan.dropped()).as("the newest stays").isEmpty();
            assertThat(repository.apply(plan).record()).isEmpty();
        }
        for (String text : List.of(
                "",
                "x",
                "holdfast-retention-plan\t2\n",
                plan(rules -> rules.keepLast(1)).toText().replace("PT168H", "soon"))) {
            assertThatThrownBy(() -> RetentionPlan.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void agesBeyondAllTimeMeanNever() throws Exception {
        Duration forever = ChronoUnit.FOREVER.getDuration();
        Period ages = Period.ofYears(Integer.MAX_VALUE);
        backUp(0, false);
        try (BackupRepository repository = bench.open()) {
            assertThat(repository
                            .backup()
                            .source(bench.source)
                            .fullIfOlderThan(forever)
                            .run()
                            .snapshot()
                            .kind())
                    .isEqualTo(SnapshotKind.INCREMENTAL);
            assertThat(repository
                            .backup()
                            .source(bench.source)
                            .fullIfOlderThan(ages)
                            .run()
                            .snapshot()
                            .kind())
                    .isEqualTo(SnapshotKind.INCREMENTAL);
        }
        backUp(1, false);
        assertThat(plan(rules -> rules.removeOlderThan(forever)).dropped()).isEmpty();
        assertThat(plan(rules -> rules.removeOlderThan(ages)).dropped()).isEmpty();
        assertThat(plan(rules -> rules.keepWithin(forever)).dropped()).isEmpty();
        assertThat(plan(rules -> rules.keepWithin(ages)).dropped()).isEmpty();
        List<SnapshotId> all = snapshots();
        apply(rules -> rules.keepLast(1).grace(forever));
        atDay(1_000_000);
        try (BackupRepository repository = janitor()) {
            assertThat(repository
                            .apply(repository
                                    .reclaim()
                                    .grace(forever)
                                    .compactBelow(1.0)
                                    .plan())
                            .deletedBytes())
                    .isZero();
            repository.undo();
        }
        assertThat(snapshots()).isEqualTo(all);
    }

    @Test
    void nothingIsRemovedWhereItIsNotKnownWhatTheRestNeeds() throws Exception {
        backUp(0, false);
        BackupResult damaged = backUp(1, false);
        backUp(2, false);
        String manifest = "manifests/" + damaged.snapshot().id();
        ObjectKey key = ObjectKey.of(keys().stream()
                .filter(each -> each.startsWith(manifest))
                .findFirst()
                .orElseThrow());
        Tampering.with(bench.memory).flipBit(key, 100);
        assertThatThrownBy(() -> plan(rules -> rules.keepLast(2)))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining(key.value());
        // The damaged one itself can go.
        RetentionResult result = apply(rules -> rules.keepLast(1).grace(Duration.ZERO));
        assertThat(result.removed()).hasSize(2);
        assertDaysRestorable(2);
    }

    @Test
    void theStateOfAnUnfinishedRunStays() throws Exception {
        backUp(0, false);
        backUp(1, false);
        atDay(2);
        for (int i = 0; i < 50; i++) {
            bench.write("more/" + i, 100_000, i);
        }
        bench.checkpoints = Duration.ZERO;
        bench.faults.onPut().matching("data/").from(3).failPermanently();
        assertThatThrownBy(bench::backUp).isInstanceOf(BackupException.class);
        bench.die();
        CollectionStatus partial = status();
        assertThat(partial.partials()).hasSize(1);
        RetentionResult result = apply(rules -> rules.keepLast(1).grace(Duration.ZERO));
        assertThat(result.removed()).hasSize(1);
        assertThat(status().partials()).isEqualTo(partial.partials());
        assertThat(status().damagedObjects()).isEmpty();
        bench.checkpoints = Duration.ofMinutes(5);
        BackupResult resumed = bench.backUp();
        assertThat(resumed.unchangedFiles()).isPositive();
        bench.assertNewestEqualsSource();
    }

    /** A full backup that fails does not hinder the next run, incremental or full, nor does what it left. */
    @Test
    void aFailingFullBackupNeverBlocksTheNextRun() throws Exception {
        backUp(0, true);
        atDay(40);
        bench.write("of-day", 400_000, 9);
        for (String kind : List.of("data/", "catalog/", "inventories/", "manifests/", "log/")) {
            bench.faults.onWrite().matching(kind).call(1).failPermanently();
            try (BackupRepository repository = bench.open()) {
                assertThatThrownBy(() -> repository
                                .backup()
                                .source(bench.source)
                                .fullIfOlderThan(Period.ofMonths(1))
                                .run())
                        .as(kind)
                        .isInstanceOf(StorageException.class);
            }
            bench.faults.heal();
            assertThat(snapshots()).hasSize(1);
        }
        apply(rules -> rules.removeOlderThan(Period.ofMonths(1)).grace(Duration.ZERO));
        try (BackupRepository repository = bench.open()) {
            BackupResult result = repository
                    .backup()
                    .source(bench.source)
                    .fullIfOlderThan(Period.ofMonths(1))
                    .run();
            assertThat(result.snapshot().parent()).isEmpty();
        }
        bench.assertNewestEqualsSource();
        apply(rules -> rules.removeAllButNFull(1).grace(Duration.ZERO));
        assertThat(snapshots()).hasSize(1);
        bench.assertNewestEqualsSource();
    }

    @Test
    void anInterruptStopsBetweenTwoBatches() throws Exception {
        backUp(0, false);
        backUp(1, true);
        try (BackupRepository repository = janitor()) {
            RetentionPlan plan =
                    repository.retention().keepLast(1).grace(Duration.ZERO).plan();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> repository.apply(plan)).isInstanceOf(CancelledException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        apply(rules -> rules.keepLast(1).grace(Duration.ZERO));
        assertDaysRestorable(1);
        assertThat(status().unneededObjects()).isZero();
    }
}
