package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.backup.Backup;
import dev.holdfast.api.backup.BackupPreview;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.delta.Delta;
import dev.holdfast.api.delta.Difference;
import dev.holdfast.api.delta.SnapshotDiff;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.core.storage.MemoryStorage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What changed: of a run, of a dry run, and between snapshots. */
@Timeout(120)
class DeltaTest {

    private static final List<String> EXPECTED = List.of(
            "CHANGED  [MODIFIED]",
            "CHANGED docs [MODIFIED]",
            "REMOVED docs/3.txt []",
            "CHANGED docs/4.txt [CONTENT, MODIFIED]",
            "CHANGED docs/5.txt [MODE]",
            "CHANGED docs/6.txt [TYPE]",
            "MOVED docs/moved.bin []",
            "ADDED docs/new.txt []",
            "CHANGED large [CONTENT, MODIFIED]",
            "CHANGED link [MODIFIED, TARGET]",
            "CHANGED twin-b [HARD_LINK]");

    @TempDir
    private Path directory;

    private Workbench bench;

    @BeforeEach
    void makeSource() throws IOException {
        bench = new Workbench(directory);
        for (int i = 0; i < 200; i++) {
            bench.write("docs/" + i + ".txt", ("line of file " + i + "\n").repeat(1 + i));
        }
        bench.write("docs/old.bin", 300_000, 3);
        bench.write("large", 6_000_000, 1);
        Files.createLink(
                bench.source.resolve("twin-b"), Files.writeString(bench.source.resolve("twin-a"), "of two names"));
        Files.createSymbolicLink(bench.source.resolve("link"), Path.of("docs"));
    }

    private void change() throws IOException {
        Path docs = bench.source.resolve("docs");
        Files.delete(docs.resolve("3.txt"));
        Files.writeString(docs.resolve("4.txt"), "other content");
        Files.setPosixFilePermissions(docs.resolve("5.txt"), PosixFilePermissions.fromString("rwx------"));
        Files.delete(docs.resolve("6.txt"));
        Files.createDirectory(docs.resolve("6.txt"));
        Files.move(docs.resolve("old.bin"), docs.resolve("moved.bin"));
        Files.writeString(docs.resolve("new.txt"), "new");
        byte[] large = Files.readAllBytes(bench.source.resolve("large"));
        large[3_000_000]++;
        Files.write(bench.source.resolve("large"), large);
        Files.delete(bench.source.resolve("link"));
        Files.createSymbolicLink(bench.source.resolve("link"), Path.of("large"));
        Files.delete(bench.source.resolve("twin-b"));
        Files.writeString(bench.source.resolve("twin-b"), "of two names");
        Files.setLastModifiedTime(
                bench.source.resolve("twin-b"), Files.getLastModifiedTime(bench.source.resolve("twin-a")));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static List<String> lines(Stream<Difference> differences) {
        try (differences) {
            return differences
                    .map(difference -> difference.kind() + " " + difference.path() + " " + difference.aspects())
                    .toList();
        }
    }

    @Test
    void aRunAndADiffOfItsSnapshotsTellTheSame() throws IOException {
        Snapshot first = bench.backUp().snapshot();
        change();
        BackupResult result = bench.backUp();

        assertThat(lines(result.delta().differences().stream())).containsExactlyElementsOf(EXPECTED);
        try (BackupRepository repository = bench.open()) {
            Snapshot before = repository.snapshots().byId(first.id());
            Snapshot after = repository.snapshots().newest().orElseThrow();
            assertThat(lines(repository.diff(before, after).differences())).containsExactlyElementsOf(EXPECTED);

            Delta delta = repository.diff(before, after).delta();
            assertThat(lines(delta.differences().stream())).containsExactlyElementsOf(EXPECTED);
            assertThat(List.of(delta.added(), delta.removed(), delta.changed(), delta.moved()))
                    .containsExactly(1L, 1L, 8L, 1L);
            assertThat(delta.addedBytes()).isEqualTo("new".length());
            assertThat(delta.removedBytes()).isEqualTo(4 * "line of file 3\n".length());
            assertThat(delta.changedBytes()).isEqualTo("other content".length() + 6_000_000L);
            assertThat(result.delta().changedBytes()).isEqualTo(delta.changedBytes());
            Difference move = delta.differences().stream()
                    .filter(difference -> difference.kind() == Difference.Kind.MOVED)
                    .findFirst()
                    .orElseThrow();
            assertThat(move.before().orElseThrow().path()).hasToString("docs/old.bin");

            assertThat(lines(repository.diff(before, after).below("docs/6.txt").differences()))
                    .containsExactly("CHANGED docs/6.txt [TYPE]");
            assertThat(lines(repository.diff(after, before).differences()))
                    .contains("ADDED docs/3.txt []", "REMOVED docs/new.txt []", "MOVED docs/old.bin []");
            assertThat(repository.diff(after, after).delta().isEmpty()).isTrue();
        }
    }

    @Test
    void anInterruptEndsAComparison() throws IOException {
        bench.backUp();
        change();
        bench.backUp();
        try (BackupRepository repository = bench.open()) {
            List<Snapshot> both = repository.snapshots().all();
            SnapshotDiff diff = repository.diff(both.get(0), both.get(1));
            for (ThrowingCallable comparing : List.<ThrowingCallable>of(diff::delta, diff::differences)) {
                Thread.currentThread().interrupt();
                assertThatThrownBy(comparing).isInstanceOf(CancelledException.class);
                assertThat(Thread.interrupted()).isTrue();
            }
        }
    }

    @Test
    void aNewChainThatCutsFilesDifferentlyShowsNoDifferenceWhereThereIsNone() throws IOException {
        Snapshot first = bench.backUp().snapshot();
        try (BackupRepository repository = bench.open()) {
            Files.move(bench.source.resolve("large"), bench.source.resolve("large-moved"));
            Snapshot full =
                    repository.backup().source(bench.source).full().run().snapshot();
            Snapshot before = repository.snapshots().byId(first.id());
            Snapshot after = repository.snapshots().byId(full.id());
            assertThat(lines(repository.diff(before, after).differences()))
                    .containsExactly("CHANGED  [MODIFIED]", "MOVED large-moved []");
        }
    }

    @Test
    void aSnapshotOfAnotherRepositoryIsRefused() {
        Snapshot mine = bench.backUp().snapshot();
        try (BackupRepository other = Holdfast.repository()
                .storage(MemoryStorage.create())
                .unencrypted()
                .create()) {
            List<ThrowingCallable> uses = List.of(
                    () -> other.diff(mine, mine),
                    () -> other.find().snapshot(mine),
                    () -> other.verify().snapshot(mine));
            for (ThrowingCallable use : uses) {
                assertThatThrownBy(use)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(mine.id().value());
            }
        }
    }

    @Test
    void aRunWithoutAChangeIsSkippedOnRequestAndNothingIsStored() throws Exception {
        BackupResult first = bench.backUp();
        bench.storage.reset();
        try (BackupRepository repository = bench.open()) {
            BackupResult skipped =
                    repository.backup().source(bench.source).skipIfUnchanged().run();
            assertThat(skipped.committed()).isFalse();
            assertThat(skipped.snapshot().id()).isEqualTo(first.snapshot().id());
            assertThat(skipped.head()).isEqualTo(first.head());
            assertThat(skipped.storedObjects()).isZero();
            assertThat(skipped.delta().isEmpty()).isTrue();
            assertThat(skipped.unchangedFiles()).isEqualTo(204);
            assertThat(bench.storage.requests().stream()
                            .filter(call ->
                                    call.verb().isWrite() && !call.name().equals("lease"))
                            .toList())
                    .isEmpty();

            assertThat(repository
                            .backup()
                            .source(bench.source)
                            .full()
                            .skipIfUnchanged()
                            .run()
                            .committed())
                    .isTrue();
            bench.write("docs/0.txt", "changed");
            BackupResult changed =
                    repository.backup().source(bench.source).skipIfUnchanged().run();
            assertThat(changed.committed()).isTrue();
            assertThat(changed.snapshot().kind()).isEqualTo(SnapshotKind.INCREMENTAL);
        }
        bench.assertNewestEqualsSource();
    }

    @Test
    void filesReadAgainOnlyToFindThemTheSameAreNoChange() {
        // An hour early, so that every file counts as changed a moment ago, however slow the machine is.
        bench.fileClock = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));
        bench.backUp();
        try (BackupRepository repository = bench.open()) {
            BackupResult second =
                    repository.backup().source(bench.source).skipIfUnchanged().run();
            assertThat(second.readBytes()).isPositive();
            assertThat(second.committed()).isFalse();
            repository.backup().source(bench.source).rereadAll().run();
            assertThat(repository
                            .diff(
                                    repository.snapshots().all().get(0),
                                    repository.snapshots().all().get(1))
                            .delta()
                            .isEmpty())
                    .isTrue();
        }
    }

    @Test
    void aDumpOfTheSameBytesIsNoChange() {
        try (BackupRepository repository = bench.open()) {
            for (boolean committed : new boolean[] {true, false}) {
                BackupResult result = repository
                        .backup()
                        .source("db/dump.sql", () -> new ByteArrayInputStream("rows".getBytes(StandardCharsets.UTF_8)))
                        .skipIfUnchanged()
                        .run();
                assertThat(result.committed()).isEqualTo(committed);
            }
        }
    }

    @Test
    void aDryRunTellsWhatARunWouldDoAndWritesNothing() throws IOException {
        bench.backUp();
        change();
        Files.setLastModifiedTime(
                bench.source.resolve("docs/7.txt"), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        bench.storage.reset();
        try (BackupRepository repository = bench.open()) {
            Backup backup = repository.backup().source(bench.source);
            BackupPreview preview = backup.dryRun();
            assertThat(preview.kind()).isEqualTo(SnapshotKind.INCREMENTAL);
            assertThat(preview.parent())
                    .contains(repository.snapshots().newest().orElseThrow().id());
            assertThat(lines(preview.delta().differences().stream()))
                    .contains("REMOVED docs/3.txt []", "MOVED docs/moved.bin []", "ADDED docs/new.txt []")
                    .contains("CHANGED docs/7.txt [CONTENT, MODIFIED]")
                    .hasSize(EXPECTED.size() + 1);
            assertThat(preview.filesToRead()).isEqualTo(8);
            assertThat(preview.unchangedFiles()).isEqualTo(195);
            assertThat(bench.storage.requests().stream()
                            .filter(call -> call.verb().isWrite())
                            .toList())
                    .isEmpty();

            BackupResult result = backup.run();
            assertThat(result.readBytes()).isEqualTo(preview.bytesToRead());
            // Of the two names of a file one is gone, so the other is read, and is the same.
            assertThat(result.unchangedFiles()).isEqualTo(preview.unchangedFiles() + 1);
            assertThat(repository.backup().source(bench.source).full().dryRun().filesToRead())
                    .isEqualTo(203);
        }
    }
}
