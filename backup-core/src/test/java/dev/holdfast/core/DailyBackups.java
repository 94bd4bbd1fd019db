package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.retention.Retention;
import dev.holdfast.api.retention.RetentionPlan;
import dev.holdfast.api.retention.RetentionResult;
import dev.holdfast.api.status.CollectionStatus;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a source that is backed up on several days, and of a janitor without keys who thins its snapshots out. */
abstract class DailyBackups {

    private static final Instant START = Instant.parse("2026-01-01T03:00:00Z");

    @TempDir
    Path directory;

    Workbench bench;

    @BeforeEach
    void makeSource() throws IOException {
        bench = new Workbench(directory);
        at(START);
        bench.write("constant", 200_000, 1);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    void at(Instant time) {
        bench.clock = Clock.fixed(time, ZoneOffset.UTC);
    }

    void atDay(int day) {
        at(START.plus(Duration.ofDays(day)));
    }

    Path stateOf(int day) {
        return directory.resolve("state-of-" + day);
    }

    /** Backs up on a day, and keeps a copy of the source as it was. */
    BackupResult backUp(int day, boolean full) throws IOException {
        atDay(day);
        bench.write("of-day", 150_000, 1_000 + day);
        bench.write("days/" + day, 20_000, 2_000 + day);
        try (BackupRepository repository = bench.open()) {
            var backup = repository.backup().source(bench.source);
            BackupResult result = (full ? backup.full() : backup).run();
            result.snapshot().restore().as(stateOf(day)).run();
            return result;
        }
    }

    /** A repository opened without any cipher, on a machine without local state. */
    BackupRepository janitor() {
        return Holdfast.repository()
                .storage(bench.storage)
                .clock(bench.clock)
                .workers(bench.workers)
                .open();
    }

    RetentionPlan plan(UnaryOperator<Retention> rules) {
        try (BackupRepository repository = janitor()) {
            return rules.apply(repository.retention()).plan();
        }
    }

    RetentionResult apply(UnaryOperator<Retention> rules) {
        try (BackupRepository repository = janitor()) {
            return repository.apply(rules.apply(repository.retention()).plan());
        }
    }

    List<SnapshotId> snapshots() {
        try (BackupRepository repository = janitor()) {
            return repository.snapshots().all().stream().map(Snapshot::id).toList();
        }
    }

    void assertDaysRestorable(int... days) throws Exception {
        try (BackupRepository repository = bench.open()) {
            List<Snapshot> all = repository.snapshots().all();
            assertThat(all).hasSize(days.length);
            for (int i = 0; i < days.length; i++) {
                bench.assertEquals(all.get(i), stateOf(days[i]));
            }
            assertThat(repository.verify().data().run().findings()).isEmpty();
        }
    }

    long storedBytes() throws IOException {
        try (var list = bench.memory.list("", "")) {
            return list.filter(info -> !info.key().value().startsWith("log/")
                            && !info.key().value().equals("lease"))
                    .mapToLong(ObjectInfo::sizeBytes)
                    .sum();
        }
    }

    Set<String> keys() throws IOException {
        try (var list = bench.memory.list("", "")) {
            return new TreeSet<>(list.map(ObjectInfo::key).map(ObjectKey::value).toList());
        }
    }

    CollectionStatus status() {
        try (BackupRepository repository = janitor()) {
            return repository.status();
        }
    }
}
