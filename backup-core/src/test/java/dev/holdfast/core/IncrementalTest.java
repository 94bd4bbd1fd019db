package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.model.Notice;
import dev.holdfast.core.archive.StoredFormat;
import dev.holdfast.core.archive.ZstdFormat;
import dev.holdfast.testkit.storage.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A full backup, and those after it. */
@Timeout(120)
@Order(1)
class IncrementalTest {

    @TempDir
    private Path directory;

    private Workbench bench;

    @BeforeEach
    void makeSource() throws IOException {
        bench = new Workbench(directory);
        for (int i = 0; i < 300; i++) {
            bench.write("docs/d" + i % 10 + "/file-" + i + ".txt", ("line of file " + i + "\n").repeat(i));
        }
        bench.write("media/noise", 3_000_000, 1);
        bench.write("empty", "");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private long writes(String prefix) {
        return bench.storage.requests().stream()
                .filter(call -> call.verb().isWrite() && call.name().startsWith(prefix))
                .count();
    }

    @Test
    void aFullBackupCountsWhatItFoundAndComesBack() throws Exception {
        BackupResult result = bench.backUp();
        assertThat(result.newFiles()).isEqualTo(302);
        assertThat(result.failureCount()).isZero();
        assertThat(result.snapshot().kind()).isEqualTo(SnapshotKind.FULL);
        assertThat(result.snapshot().files()).isEqualTo(302);
        assertThat(result.snapshot().directories()).isEqualTo(13);
        assertThat(result.snapshot().bytes()).isEqualTo(result.readBytes());
        assertThat(writes("data/")).isGreaterThanOrEqualTo(3);
        bench.assertNewestEqualsSource();
    }

    @Test
    void withoutAChangeNothingIsReadAndFourObjectsAreStored() throws Exception {
        long first = bench.backUp().storedBytes();
        bench.storage.reset();
        BackupResult result = bench.backUp();
        assertThat(result.unchangedFiles()).isEqualTo(302);
        assertThat(result.newFiles() + result.changedFiles() + result.removedEntries())
                .isZero();
        assertThat(result.readBytes()).isZero();
        assertThat(writes("data/")).isZero();
        assertThat(result.storedObjects()).isLessThanOrEqualTo(4);
        assertThat(bench.storage.bytesWritten("catalog/")).isLessThan(8_000);
        assertThat(result.storedBytes()).isLessThan(first / 50);
        assertThat(bench.storage.requests(Verb.OPEN, "data/")).isZero();
        bench.assertNewestEqualsSource();
    }

    /** A manifest names one format for all blocks that it needs. */
    @Test
    void anotherArchiveFormatBeginsANewChain() throws Exception {
        bench.backUp();
        bench.archive = new StoredFormat();
        BackupResult result = bench.backUp();
        assertThat(result.snapshot().kind()).isEqualTo(SnapshotKind.FULL);
        assertThat(result.notices()).anySatisfy(notice -> {
            assertThat(notice.kind()).isEqualTo(Notice.Kind.NEW_CHAIN);
            assertThat(notice.message()).contains("zstd", "stored");
        });
        bench.assertNewestEqualsSource();
        bench.archive = ZstdFormat.level(9);
        assertThat(bench.backUp().snapshot().kind()).isEqualTo(SnapshotKind.FULL);
        bench.archive = ZstdFormat.standard();
        assertThat(bench.backUp().snapshot().kind()).as("only another level").isEqualTo(SnapshotKind.INCREMENTAL);
        bench.assertNewestEqualsSource();
    }

    @Test
    void contentOfARenamedDirectoryIsNotStoredAgain() throws Exception {
        bench.backUp();
        Files.move(bench.source.resolve("docs"), bench.source.resolve("papers"));
        bench.storage.reset();
        BackupResult result = bench.backUp();
        assertThat(result.newFiles()).isEqualTo(300);
        assertThat(result.removedEntries()).isEqualTo(311);
        assertThat(result.deduplicatedBytes()).isEqualTo(result.readBytes());
        assertThat(writes("data/")).isZero();
        bench.assertNewestEqualsSource();
    }

    @Test
    void aFileThatChangedAMomentBeforeItWasReadIsReadAgain() throws Exception {
        // An hour early, so that every file counts as changed a moment ago, however slow the machine is.
        bench.fileClock = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));
        BackupResult first = bench.backUp();
        bench.fileClock = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        bench.storage.reset();
        BackupResult second = bench.backUp();
        assertThat(second.readBytes()).isEqualTo(first.readBytes());
        assertThat(second.deduplicatedBytes()).isEqualTo(first.readBytes());
        assertThat(writes("data/")).isZero();
        assertThat(bench.backUp().readBytes()).isZero();
    }

    @Test
    void everyKindOfChangeIsFound() throws Exception {
        bench.backUp();
        Files.delete(bench.source.resolve("docs/d1/file-1.txt"));
        bench.write("docs/d2/file-2.txt", "other");
        bench.write("docs/new/file", 100_000, 7);
        Files.delete(bench.source.resolve("empty"));
        Files.createDirectory(bench.source.resolve("empty"));
        Files.createSymbolicLink(bench.source.resolve("link"), Path.of("nowhere"));
        Files.createLink(bench.source.resolve("hard"), bench.source.resolve("media/noise"));
        Files.setAttribute(bench.source.resolve("docs/d3/file-3.txt"), "unix:mode", 04750);
        BackupResult result = bench.backUp();
        assertThat(result.failureCount()).isZero();
        assertThat(result.snapshot().kind()).isEqualTo(SnapshotKind.INCREMENTAL);
        bench.assertNewestEqualsSource();
        Files.delete(bench.source.resolve("hard"));
        bench.write("media/noise", 3_000_001, 1);
        bench.backUp();
        bench.assertNewestEqualsSource();
        bench.assertWhole();
    }

    @Test
    void earlierSnapshotsStayAsTheyWere() throws Exception {
        Path before = directory.resolve("before");
        bench.backUp();
        try (BackupRepository repository = bench.open()) {
            repository.snapshots().newest().orElseThrow().restore().as(before).run();
        }
        for (int round = 0; round < 5; round++) {
            for (int i = round; i < 300; i += 3) {
                bench.write("docs/d" + i % 10 + "/file-" + i + ".txt", "round " + round + " of " + i);
            }
            bench.backUp();
            bench.assertNewestEqualsSource();
        }
        try (BackupRepository repository = bench.open()) {
            List<Snapshot> all = repository.snapshots().all();
            assertThat(all).hasSize(6);
            bench.assertEquals(all.get(0), before);
        }
        bench.assertWhole();
    }

    @Test
    void timesAscendAlsoWhenTheClockIsSetBack() throws Exception {
        Instant late = Instant.parse("2030-01-01T00:00:00Z");
        bench.clock = Clock.fixed(late, ZoneOffset.UTC);
        bench.backUp();
        bench.clock = Clock.fixed(late.minusSeconds(100_000_000), ZoneOffset.UTC);
        bench.backUp();
        bench.write("empty", "no more");
        bench.backUp();
        try (BackupRepository repository = bench.open()) {
            List<Snapshot> all = repository.snapshots().all();
            assertThat(all).hasSize(3);
            assertThat(all).extracting(Snapshot::time).isSorted().doesNotHaveDuplicates();
            assertThat(all).extracting(Snapshot::id).isSorted();
            assertThat(all.get(1).kind()).isEqualTo(SnapshotKind.INCREMENTAL);
        }
        bench.assertNewestEqualsSource();
    }

    @Test
    void fullIsBegunAnewWhenAskedForOrWhenTheLastIsOld() throws Exception {
        Instant start = Instant.parse("2026-01-31T12:00:00Z");
        bench.clock = Clock.fixed(start, ZoneOffset.UTC);
        bench.backUp();
        try (BackupRepository repository = bench.open()) {
            assertThat(repository
                            .backup()
                            .source(bench.source)
                            .full()
                            .run()
                            .snapshot()
                            .kind())
                    .isEqualTo(SnapshotKind.FULL);
            assertThatThrownBy(() -> repository.backup().fullIfOlderThan(Duration.ofDays(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(repository
                            .backup()
                            .source(bench.source)
                            .fullIfOlderThan(Duration.ofDays(1))
                            .run()
                            .snapshot()
                            .kind())
                    .isEqualTo(SnapshotKind.INCREMENTAL);
        }
        bench.clock = Clock.fixed(start.plus(Duration.ofDays(2)), ZoneOffset.UTC);
        try (BackupRepository repository = bench.open()) {
            assertThat(repository
                            .backup()
                            .source(bench.source)
                            .fullIfOlderThan(Duration.ofDays(1))
                            .run()
                            .snapshot()
                            .kind())
                    .isEqualTo(SnapshotKind.FULL);
        }
        bench.assertNewestEqualsSource();
    }

    @Test
    void manyThreadsStoreTheSame() throws Exception {
        Path parallel = Files.createDirectory(directory.resolve("parallel"));
        try (Workbench many = new Workbench(parallel, 8)) {
            for (int i = 0; i < 40; i++) {
                many.write("big/" + i % 4 + "/" + i, 700_000 + i, i % 9);
            }
            for (int i = 0; i < 2_000; i++) {
                many.write("small/" + i % 20 + "/" + i, "text " + i);
            }
            BackupResult result = many.backUp();
            assertThat(result.failureCount()).isZero();
            assertThat(many.storage.bytesWritten("data/")).isLessThan(40L * 700_000);
            many.assertNewestEqualsSource();
        }
    }

    @Test
    void aSnapshotIsTheSameWhicheverCallGaveIt() {
        try (BackupRepository repository = bench.open()) {
            Snapshot first = repository.backup().source(bench.source).run().snapshot();
            Snapshot second = repository.backup().source(bench.source).run().snapshot();
            assertThat(repository.snapshots().all()).containsExactly(first, second);
            assertThat(repository.snapshots().newest())
                    .contains(second)
                    .hasValueSatisfying(
                            newest -> assertThat(newest).isNotEqualTo(first).hasSameHashCodeAs(second));
        }
    }
}
