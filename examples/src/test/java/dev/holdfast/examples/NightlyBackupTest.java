package dev.holdfast.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.core.Holdfast;
import dev.holdfast.core.storage.MemoryStorage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How an application tests its backups: a store in memory, and a clock of its own, make a month of nights in a moment.
 */
class NightlyBackupTest {

    @TempDir
    Path data;

    @TempDir
    Path elsewhere;

    private final MemoryStorage store = MemoryStorage.create();
    private final List<String> alarms = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-01T02:00:00Z");

    // begin snippet
    private BackupRepository open() {
        return Holdfast.repository()
                .storage(store)
                .unencrypted()
                .clock(Clock.fixed(now, ZoneOffset.UTC))
                .openOrCreate();
    }

    @Test
    void everyNightOfTheLastWeekCanBeRestored() throws Exception {
        NightlyBackup nightly = new NightlyBackup(this::open, data, alarms::add);
        for (int night = 0; night < 30; night++) {
            Files.writeString(data.resolve("orders.csv"), "orders up to night " + night);
            nightly.run();
            nightly.run();
            now = now.plus(Duration.ofDays(1));
        }
        assertThat(alarms).isEmpty();
        try (BackupRepository repository = open()) {
            assertThat(repository.snapshots().all()).hasSizeBetween(7, 15);
            for (int night = 23; night < 30; night++) {
                Instant then = Instant.parse("2026-11-01T02:00:00Z").plus(Duration.ofDays(night));
                Path restored = elsewhere.resolve("orders-" + night + ".csv");
                repository
                        .snapshots()
                        .asOf(then)
                        .restore()
                        .path("orders.csv")
                        .as(restored)
                        .run();
                assertThat(restored).hasContent("orders up to night " + night);
            }
        }
    }
    // end snippet

    @Test
    void aNightWhoseClockWasAheadCostsNoOtherNightAndIsTold() throws Exception {
        NightlyBackup nightly = new NightlyBackup(this::open, data, alarms::add);
        for (int night = 0; night < 20; night++) {
            Files.writeString(data.resolve("orders.csv"), "orders up to night " + night);
            Instant right = now;
            now = night == 10 ? Instant.parse("2036-01-01T00:00:00Z") : now;
            nightly.run();
            now = right.plus(Duration.ofDays(1));
        }
        assertThat(alarms).hasSize(9).allSatisfy(alarm -> assertThat(alarm).contains("2036-01-01", "yet to come"));
        try (BackupRepository repository = open()) {
            List<String> kept = new ArrayList<>();
            for (Snapshot snapshot : repository.snapshots().all()) {
                try (InputStream orders = snapshot.open("orders.csv")) {
                    kept.add(new String(orders.readAllBytes(), UTF_8));
                }
            }
            for (int night = 4; night < 20; night++) {
                assertThat(kept).contains("orders up to night " + night);
            }
        }
    }

    @Test
    void aNightThatFailsIsToldAndTheNextOneIsTried() {
        Path nowhere = data.resolve("not-there");
        NightlyBackup nightly = new NightlyBackup(this::open, nowhere, alarms::add);
        nightly.run();
        nightly.run();
        assertThat(alarms).hasSize(2).allSatisfy(alarm -> assertThat(alarm).contains("not-there"));
    }

    @Test
    void anApplicationThatEndsIsNoReasonForAnAlarm() throws Exception {
        Files.writeString(data.resolve("orders.csv"), "orders");
        Thread.currentThread().interrupt();
        new NightlyBackup(this::open, data, alarms::add).run();
        assertThat(Thread.interrupted()).as("the scheduler sees it too").isTrue();
        assertThat(alarms).isEmpty();
    }
}
