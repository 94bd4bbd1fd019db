package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.SnapshotEntry;
import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.model.Notice;
import dev.holdfast.api.selection.Selection;
import dev.holdfast.core.archive.StoredFormat;
import dev.holdfast.core.archive.ZstdFormat;
import dev.holdfast.testkit.storage.Verb;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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
        assertWhole();
    }

    /** Opens every block and checks every chunk of all snapshots. */
    private void assertWhole() {
        try (BackupRepository repository = bench.open()) {
            assertThat(repository.verify().data().run().findings()).isEmpty();
        }
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
        assertWhole();
    }

    @Test
    void namedStreamsAndTreesMakeOneSnapshot() throws Exception {
        Path other = directory.resolve("other");
        Files.createDirectories(other.resolve("sub"));
        Files.writeString(other.resolve("sub/file"), "other");
        byte[] dump = "insert into orders;\n".repeat(200_000).getBytes(StandardCharsets.UTF_8);
        try (BackupRepository repository = bench.open()) {
            for (int round = 0; round < 2; round++) {
                BackupResult result = repository
                        .backup()
                        .source(bench.source)
                        .source("db/orders.sql", () -> new ByteArrayInputStream(dump))
                        .source("media", other, Selection.all())
                        .run();
                assertThat(result.failureCount()).isZero();
                Snapshot snapshot = result.snapshot();
                try (InputStream in = snapshot.open("db/orders.sql")) {
                    assertThat(in.readAllBytes()).isEqualTo(dump);
                }
                try (InputStream in = snapshot.open("media/sub/file")) {
                    assertThat(in.readAllBytes()).asString().isEqualTo("other");
                }
                // What lies where a named source was put is covered by it.
                assertThat(snapshot.entry("media/noise")).isEmpty();
                try (Stream<SnapshotEntry> entries = snapshot.entries()) {
                    assertThat(entries.map(SnapshotEntry::path)).isSorted().contains(EntryPath.of("db"));
                }
            }
        }
        assertWhole();
    }

    @Test
    void aSingleFileIsASourceOfItsOwn() throws Exception {
        Path file = Files.writeString(directory.resolve("notes.txt"), "alone");
        Path target = directory.resolve("target");
        Path etc = Files.createDirectories(target.resolve("etc"));
        Files.setPosixFilePermissions(etc, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (BackupRepository repository = bench.open()) {
            for (int round = 0; round < 2; round++) {
                Snapshot snapshot = repository
                        .backup()
                        .source(file)
                        .source("etc/hosts", file)
                        .run()
                        .snapshot();

                try (Stream<SnapshotEntry> entries = snapshot.entries()) {
                    assertThat(entries.map(entry -> entry.path().toString()))
                            .containsExactly("", "etc", "etc/hosts", "notes.txt");
                }
                assertThat(snapshot.restore().as(target).run().failures()).isEmpty();
                assertThat(target.resolve("notes.txt")).hasContent("alone");
                assertThat(target.resolve("etc/hosts")).hasContent("alone");
                // Of directories that were only made up, nothing is known.
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(etc)))
                        .isEqualTo("rwxr-xr-x");
                assertThat(Files.getLastModifiedTime(target).toInstant()).isAfter(Instant.EPOCH);
            }
            repository.backup().full().source(file).run();
            assertThat(repository.verify().compare(file).run().findings()).isEmpty();
            Files.writeString(file, "other");
            assertThat(repository.verify().compare(file).run().findings()).hasSize(1);
        }
    }

    @Test
    void anInterruptEndsTheRunAndNotOnlyTheFileThatIsBeingRead() {
        Thread running = Thread.currentThread();
        InputStream interrupted = new InputStream() {
            @Override
            public int read() throws IOException {
                running.interrupt();
                throw new ClosedByInterruptException();
            }
        };
        try (BackupRepository repository = bench.open()) {
            assertThatThrownBy(() -> repository
                            .backup()
                            .source("dump", () -> interrupted)
                            .run())
                    .isInstanceOf(CancelledException.class)
                    .hasMessage("the backup was interrupted before a first entry was complete; run it again");
            assertThat(repository.snapshots().all()).isEmpty();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void aFailedStreamKeepsItsFormerContentAndIsReported() throws Exception {
        byte[] good = "good".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the database went away");
            }
        };
        InputStream failingToClose = new ByteArrayInputStream(good) {
            @Override
            public void close() {
                throw new IllegalStateException("the dump ended with 1");
            }
        };
        try (BackupRepository repository = bench.open()) {
            Snapshot first = repository
                    .backup()
                    .source("dump", () -> new ByteArrayInputStream(good))
                    .run()
                    .snapshot();
            BackupResult second = repository
                    .backup()
                    .source("dump", () -> new SequenceInputStream(new ByteArrayInputStream(new byte[999_999]), failing))
                    .source("second", () -> failing)
                    .source("third", () -> failingToClose)
                    .source("fourth", () -> {
                        throw new IllegalStateException("no driver");
                    })
                    .run();
            assertThat(second.failures())
                    .extracting(Failure::toString)
                    .containsExactly(
                            "dump: the stream failed: the database went away",
                            "fourth: the stream failed: java.lang.IllegalStateException: no driver",
                            "second: the stream failed: the database went away",
                            "third: the stream failed: java.lang.IllegalStateException: the dump ended with 1");
            SnapshotEntry kept = second.snapshot().entry("dump").orElseThrow();
            assertThat(kept.keptFrom()).contains(first.id());
            try (InputStream in = second.snapshot().open("dump")) {
                assertThat(in.readAllBytes()).isEqualTo(good);
            }
            assertThat(second.snapshot().entry("second").orElseThrow().failed()).isTrue();
            assertThatThrownBy(() -> second.snapshot().open("second")).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(second::requireComplete).hasMessageContaining("dump");
            BackupResult third = repository
                    .backup()
                    .source("dump", () -> {
                        throw new IOException("still away");
                    })
                    .run();
            assertThat(third.snapshot().entry("dump").orElseThrow().keptFrom()).contains(first.id());
        }
    }

    @Test
    void aSourceThatIsNotThereIsAnErrorAndCommitsNothing() throws Exception {
        bench.backUp();
        try (BackupRepository repository = bench.open()) {
            assertThatThrownBy(() -> repository
                            .backup()
                            .source(directory.resolve("gone"))
                            .run())
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("gone");
            assertThat(repository.snapshots().all()).hasSize(1);
        }
        assertThat(bench.backUp().unchangedFiles()).isEqualTo(302);
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
}
