package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.Snapshots;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.retention.RetentionPlan;
import dev.holdfast.api.status.CollectionStatus;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.core.testing.SettableClock;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hundred and sixty days of Duplicity's usual script, every day: {@code remove-older-than 2M --force}, then
 * {@code backup --full-if-older-than 1M}. From the 91st day on, each chain that begins is one that goes, and the store
 * stays as large as it is.
 */
@Order(1)
class UsualScriptTest {

    private static final Instant START = Instant.parse("2026-01-01T03:00:00Z");
    private static final int DAYS = 160;
    private static final int KEPT = 60;
    private static final int MONTH = 30;
    /** A full snapshot that is exactly a month old is not older than a month. */
    private static final int CHAIN = MONTH + 1;

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock(START);
    private Workbench bench;

    @BeforeEach
    void begin() throws Exception {
        bench = new Workbench(directory, 1);
        bench.clock = clock;
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static Instant time(int day) {
        return START.plus(Duration.ofDays(day));
    }

    @Test
    @Timeout(300)
    void itKeepsEveryDayOfTwoMonthsAndNothingElse() throws Exception {
        long most = 0;
        CollectionStatus status;
        try (BackupRepository host = bench.open();
                BackupRepository janitor = janitor()) {
            for (int day = 0; day < DAYS; day++) {
                clock.set(time(day));
                remove(janitor);
                bench.write("diary", 1_000 + day, day);
                SnapshotKind due = day % CHAIN == 0 ? SnapshotKind.FULL : SnapshotKind.INCREMENTAL;
                assertThat(backUp(host).snapshot().kind()).as("day " + day).isEqualTo(due);
                if (day >= 3 * CHAIN) {
                    long stored = storedBytes();
                    most = day < 4 * CHAIN ? Math.max(most, stored) : most;
                    assertThat(stored).as("day " + day).isLessThan(most * 11 / 10);
                }
                if (day % 60 == 45 || day == DAYS - 1) {
                    assertEveryDayIsThere(host, day);
                }
            }
            status = janitor.status();
        }
        assertThat(status.unneededObjects()).as("nothing else").isZero();
        assertThat(status.damagedObjects()).isEmpty();
        try (var records = bench.memory.list("log/", "")) {
            assertThat(records.count())
                    .as("a week of records, at most four a day")
                    .isLessThan(40);
        }
    }

    /** On a machine that has neither key nor local state. */
    private BackupRepository janitor() {
        return Holdfast.repository()
                .storage(bench.storage)
                .clock(clock)
                .workers(bench.workers)
                .open();
    }

    private static void remove(BackupRepository janitor) {
        RetentionPlan plan = janitor.retention()
                .removeOlderThan(Duration.ofDays(KEPT))
                .grace(Duration.ZERO)
                .plan();
        janitor.apply(plan);
    }

    private BackupResult backUp(BackupRepository host) {
        return host.backup()
                .source(bench.source)
                .fullIfOlderThan(Duration.ofDays(MONTH))
                .run();
    }

    private long storedBytes() throws Exception {
        try (var list = bench.memory.list("", "")) {
            return list.mapToLong(ObjectInfo::sizeBytes).sum();
        }
    }

    private void assertEveryDayIsThere(BackupRepository host, int today) throws Exception {
        int first = Math.max(0, today - KEPT);
        Snapshots snapshots = host.snapshots();
        assertThat(snapshots.all()).hasSize(today - first + 1);
        for (int day = first; day <= today; day++) {
            Snapshot snapshot = snapshots.asOf(time(day));
            assertThat(snapshot.time()).isEqualTo(time(day));
            byte[] diary = new byte[1_000 + day];
            new SplittableRandom(day).nextBytes(diary);
            try (InputStream in = snapshot.open("diary")) {
                assertThat(in.readAllBytes()).as("day " + day).isEqualTo(diary);
            }
        }
        assertThatThrownBy(() -> snapshots.asOf(time(first - 1))).isInstanceOf(NotFoundException.class);
    }
}
