package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.reclaim.ReclaimPlan;
import dev.holdfast.api.retention.RetentionPlan;
import dev.holdfast.api.retention.RetentionResult;
import dev.holdfast.api.retention.UndoResult;
import dev.holdfast.api.retention.UndoableRemoval;
import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Removals that are taken back. */
@Timeout(120)
class UndoTest extends DailyBackups {

    @Test
    void aRemovalIsUndoneAsLongAsItsObjectsAreThere() throws Exception {
        for (int day = 0; day < 4; day++) {
            backUp(day, day == 2);
        }
        Set<String> before = keys();
        List<SnapshotId> all = snapshots();
        RetentionResult first = apply(rules -> rules.keepLast(3));
        RetentionResult second = apply(rules -> rules.keepLast(1));
        assertThat(snapshots()).containsExactly(all.get(3));
        try (BackupRepository repository = janitor()) {
            List<UndoableRemoval> undoable = repository.undoable();
            assertThat(undoable)
                    .extracting(UndoableRemoval::record)
                    .containsExactly(second.record().getAsLong(), first.record().getAsLong());
            assertThat(undoable.get(0).snapshots()).containsExactly(all.get(1), all.get(2));
            assertThat(second.undoableUntil()).contains(undoable.get(0).undoableUntil());
            assertThatThrownBy(() -> repository.undo(second.record().getAsLong() + 1))
                    .isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> repository.undo(2))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("snapshot");
            // The earlier one needs objects that only the later one condemned.
            UndoResult undone = repository.undo(first.record().getAsLong());
            assertThat(undone.restored()).containsExactly(all.get(0));
        }
        assertDaysRestorable(0, 3);
        try (BackupRepository repository = janitor()) {
            assertThatThrownBy(() -> repository.undo(first.record().getAsLong()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("again already");
            assertThat(repository.undo().restored()).containsExactly(all.get(1), all.get(2));
            assertThatThrownBy(repository::undo).isInstanceOf(NotFoundException.class);
            assertThat(repository.undoable()).isEmpty();
        }
        assertThat(snapshots()).isEqualTo(all);
        assertThat(keys()).containsAll(before);
        assertDaysRestorable(0, 1, 2, 3);
        assertThat(status().unneededObjects()).isZero();
        atDay(400);
        try (BackupRepository repository = janitor()) {
            assertThat(repository.sweep().deletedObjects()).isZero();
        }
        assertDaysRestorable(0, 1, 2, 3);
    }

    @Test
    void whatIsBeingDeletedIsNotBroughtBack() throws Exception {
        backUp(0, false);
        backUp(1, false);
        backUp(2, true);
        RetentionResult early = apply(rules -> rules.keepLast(2));
        RetentionResult late = apply(rules -> rules.keepLast(1).grace(Duration.ZERO));
        assertThat(late.sweep().deletedObjects()).isPositive();
        try (BackupRepository repository = janitor()) {
            // What it shared with the second snapshot went with that one.
            assertThatThrownBy(() -> repository.undo(early.record().getAsLong()))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("cannot be undone any more");
            assertThatThrownBy(repository::undo).isInstanceOf(NotFoundException.class);
            assertThat(repository.undoable()).isEmpty();
        }
        assertDaysRestorable(2);
        bench.faults.onDelete().failPermanently();
        backUp(3, false);
        long record;
        try (BackupRepository repository = janitor()) {
            record = repository.head().number() + 1;
            RetentionPlan plan =
                    repository.retention().keepLast(1).grace(Duration.ZERO).plan();
            assertThatThrownBy(() -> repository.apply(plan)).isInstanceOf(StorageException.class);
            assertThatThrownBy(() -> repository.undo(record)).isInstanceOf(NotFoundException.class);
        }
        bench.faults.heal();
        try (BackupRepository repository = janitor()) {
            assertThat(repository.sweep().failures()).isEmpty();
        }
        assertThat(status().unneededObjects())
                .as("of the first removal, whose time has not come")
                .isPositive();
        atDay(30);
        try (BackupRepository repository = janitor()) {
            repository.sweep();
        }
        assertThat(status().unneededObjects()).isZero();
        assertDaysRestorable(3);
    }

    /**
     * A removed snapshot whose time has not come may share objects with one that was removed later, and deleted at
     * once.
     */
    @Test
    void whatCannotBeBroughtBackAnyMoreIsNoObstacleToReclaiming() throws Exception {
        bench.volumeBytes = 16 << 20;
        bench.write("once", 3_000_000, 1);
        backUp(0, false);
        // The next one needs a few blocks of this one's only volume.
        Files.delete(bench.source.resolve("once"));
        backUp(1, false);
        backUp(2, true);
        SnapshotId shares = snapshots().get(1);
        apply(rules -> rules.remove(shares));
        apply(rules -> rules.keepLast(1).grace(Duration.ZERO));
        try (BackupRepository repository = janitor()) {
            assertThat(repository.reclaim().compactBelow(1.0).plan().leftovers())
                    .isEmpty();
        }
        assertDaysRestorable(2);
    }

    /** Blocks that only a removed snapshot needs move as well, into volumes of which the others may need nothing. */
    @Test
    void whatWasMovedSinceIsBroughtBack() throws Exception {
        bench.volumeBytes = 16 << 20;
        bench.write("never", 3_000_000, 1);
        bench.write("once", 3_000_000, 2);
        bench.write("always", 3_000_000, 3);
        backUp(0, false);
        Files.delete(bench.source.resolve("never"));
        backUp(1, false);
        Files.delete(bench.source.resolve("once"));
        backUp(2, false);
        SnapshotId first = snapshots().get(0);
        apply(rules -> rules.remove(first).grace(Duration.ZERO));
        apply(rules -> rules.keepLast(1));
        try (BackupRepository repository = Holdfast.repository()
                .storage(bench.storage)
                .clock(bench.clock)
                .volumeSize(1 << 20)
                .open()) {
            ReclaimPlan plan = repository.reclaim().compactBelow(1.0).plan();
            assertThat(repository.apply(plan).movedBytes()).isPositive();
            assertThat(repository.undoable()).hasSize(1);
            repository.undo();
        }
        assertDaysRestorable(1, 2);
    }

    /**
     * The inventory of a run describes content that only a removed snapshot needs, and pages that others needed until
     * they were moved.
     */
    @Test
    void whatIsNeededOfAnInventoryThatNothingElseNeedsIsBroughtBack() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            bench.write("empty/" + (10_000 + i), 0, 0);
        }
        backUp(0, false);
        for (int i = 0; i < 2_000; i++) {
            Files.delete(bench.source.resolve("empty/" + (10_000 + i)));
        }
        backUp(1, false);
        bench.write("constant", 200_000, 3);
        Files.delete(bench.source.resolve("days/0"));
        backUp(2, false);
        SnapshotId first = snapshots().get(0);
        apply(rules -> rules.remove(first).grace(Duration.ZERO));
        apply(rules -> rules.keepLast(1));
        try (BackupRepository repository = janitor()) {
            ReclaimPlan plan = repository.reclaim().compactBelow(1.0).plan();
            assertThat(repository.apply(plan).movedBytes()).isPositive();
            assertThat(repository.undoable()).hasSize(1);
            repository.undo();
        }
        assertDaysRestorable(1, 2);
    }

    /** A sweep of which the record was damaged and deleted, for instance. */
    @Test
    void whatIsGoneThoughTheLogDoesNotSaySoIsNotBroughtBack() throws Exception {
        backUp(0, false);
        SnapshotId first = snapshots().get(0);
        backUp(1, true);
        RetentionResult removal = apply(rules -> rules.keepLast(1));
        ObjectKey volume = ObjectKey.of("data/" + first + "/00000001");
        bench.memory.delete(List.of(volume));
        try (BackupRepository repository = janitor()) {
            assertThatThrownBy(repository::undo)
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContainingAll("record " + removal.record().getAsLong(), volume + " is not in the store");
        }
        assertDaysRestorable(1);
    }

    /**
     * A roster of more than 256 snapshots has pages wherever it is cut, and the record before the removal names some
     * that no later one does.
     */
    @Test
    void aRosterWithPagesCanBeBroughtBackToTheEndOfALongGrace() throws Exception {
        int days = 260;
        for (int day = 0; day < days; day++) {
            atDay(day);
            try (BackupRepository repository = bench.open()) {
                repository.backup().source(bench.source).run();
            }
        }
        List<SnapshotId> all = snapshots();
        RetentionResult removal = apply(rules -> rules.keepLast(1).grace(Duration.ofDays(30)));
        long before = removal.record().getAsLong() - 1;
        assertThat(new String(
                        bench.memory.open(recordKey(before), ByteRange.ALL).readAllBytes(), StandardCharsets.UTF_8))
                .as("its roster has pages")
                .containsPattern("\"snapshots\":[^]]*],\"pages\"");
        atDay(days + 20);
        try (BackupRepository repository = janitor()) {
            repository.sweep();
            repository.apply(repository.reclaim().plan());
            assertThat(repository.undoable())
                    .extracting(UndoableRemoval::record)
                    .containsExactly(removal.record().getAsLong());
            assertThat(repository.undo().restored()).isEqualTo(all.subList(0, days - 1));
        }
        assertThat(snapshots()).isEqualTo(all);
    }

    /**
     * Each of these records would give the stretch of the roster, and of the list of what is condemned, the content
     * that it had before.
     */
    @Test
    void aRemovalIsMadeAndTakenBackAnyNumberOfTimes() throws Exception {
        bench.random = SecureRandom.getInstance("SHA1PRNG");
        bench.random.setSeed(1);
        for (int day = 0; day < 140; day++) {
            atDay(day);
            try (BackupRepository repository = bench.open()) {
                repository.backup().source(bench.source).run();
            }
        }
        List<SnapshotId> all = snapshots();
        for (int i = 0; i < 100; i++) {
            apply(rules -> rules.remove(all.get(0)));
            try (BackupRepository repository = janitor()) {
                repository.undo();
            }
        }
        assertThat(snapshots()).isEqualTo(all);
        try (BackupRepository repository = janitor()) {
            assertThat(repository.verify().run().findings()).isEmpty();
        }
    }

    private static ObjectKey recordKey(long number) {
        return ObjectKey.of("log/%012d".formatted(999_999_999_999L - number));
    }

    @Test
    void aRemovalOfWhichARecordIsDamagedIsNoObstacleToOthers() throws Exception {
        for (int day = 0; day < 3; day++) {
            backUp(day, false);
        }
        SnapshotId first = snapshots().get(0);
        long early = apply(rules -> rules.remove(first)).record().getAsLong();
        backUp(3, false);
        long late = apply(rules -> rules.keepLast(1)).record().getAsLong();
        backUp(4, false);
        for (long damaged : new long[] {late, late - 1}) {
            ObjectKey record = recordKey(damaged);
            byte[] whole = bench.memory.open(record, ByteRange.ALL).readAllBytes();
            // Wherever it is damaged, it may still be a record.
            for (int at = 0; at < whole.length; at += whole.length / 16) {
                byte[] other = whole.clone();
                other[at] ^= 4;
                bench.memory.put(record, ObjectBody.of(other), ObjectKind.LOG);
                try (BackupRepository repository = janitor()) {
                    assertThat(repository.undoable())
                            .as("record %d is damaged at %d", damaged, at)
                            .extracting(UndoableRemoval::record)
                            .containsExactly(early);
                    assertThat(repository.reclaim().plan().leftovers()).isEmpty();
                }
            }
            bench.memory.put(record, ObjectBody.of(whole), ObjectKind.LOG);
        }
        try (BackupRepository repository = janitor()) {
            repository.undo();
            repository.undo();
        }
        assertDaysRestorable(0, 1, 2, 3, 4);
    }
}
