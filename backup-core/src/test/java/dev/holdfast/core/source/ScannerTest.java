package dev.holdfast.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.source.EntryFilter.Decision;
import dev.holdfast.core.testing.WeirdTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScannerTest {

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private Path base;

    @BeforeEach
    void makeBase() throws IOException {
        base = Files.createTempDirectory("scanner");
    }

    @AfterEach
    void clean() throws IOException {
        threads.shutdownNow();
        WeirdTree.delete(base);
    }

    private List<SourceEntry> scan(Path root, EntryFilter filter, Executor executor) throws Exception {
        List<SourceEntry> entries = new ArrayList<>();
        try (Scanner scanner = Scanner.open(root, filter, Posix.best(), executor)) {
            for (SourceEntry entry = scanner.next(); entry != null; entry = scanner.next()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private List<String> paths(Path root, EntryFilter filter) throws Exception {
        return scan(root, filter, threads).stream()
                .map(entry -> entry.path().toString())
                .toList();
    }

    private void files(String... paths) throws IOException {
        for (String path : paths) {
            Path file = base.resolve(path);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
    }

    @Test
    void everyEntryComesOnceInPathOrder() throws Exception {
        assumeTrue(Posix.best().shortcoming().isEmpty(), "the weird tree needs native calls");
        WeirdTree.create(base.resolve("weird"));
        List<SourceEntry> entries = scan(base.resolve("weird"), EntryFilter.EVERYTHING, threads);

        assertThat(entries.get(0).path()).isEqualTo(EntryPath.ROOT);
        for (int i = 1; i < entries.size(); i++) {
            assertThat(entries.get(i).path()).isGreaterThan(entries.get(i - 1).path());
        }
        assertThat(entries).allSatisfy(entry -> assertThat(entry.problem()).isEmpty());
        Process find = new ProcessBuilder("find", base.resolve("weird").toString(), "!", "-type", "s", "-printf", "x")
                .redirectErrorStream(true)
                .start();
        assertThat(entries).hasSize(find.getInputStream().readAllBytes().length);
    }

    @Test
    void theSameComesWithoutAnyThreadToHelp() throws Exception {
        files("a/b/c", "a/d", "e", "f/g");
        Executor none = task -> {
            throw new IllegalStateException("closed");
        };
        assertThat(scan(base, EntryFilter.EVERYTHING, none))
                .extracting(entry -> entry.path().toString())
                .containsExactly("", "a", "a/b", "a/b/c", "a/d", "e", "f", "f/g");
    }

    @Test
    void directoriesOfManyPagesComeWhole() throws Exception {
        List<String> expected = new ArrayList<>(List.of("", "many"));
        for (int i = 10_000; i < 12_000; i++) {
            files(i % 100 == 0 ? "many/" + i + "/inner" : "many/" + i);
            expected.add("many/" + i);
            if (i % 100 == 0) {
                expected.add("many/" + i + "/inner");
            }
        }
        assertThat(paths(base, EntryFilter.EVERYTHING)).isEqualTo(expected);
    }

    @Test
    void excludedDirectoriesAreNotEntered() throws Exception {
        files("keep/x", "skip/y");
        EntryFilter filter = entry -> {
            assertThat(entry.path().toString()).doesNotContain("y");
            return entry.path().toString().equals("skip") ? Decision.EXCLUDE : Decision.INCLUDE;
        };
        assertThat(paths(base, filter)).containsExactly("", "keep", "keep/x");
    }

    @Test
    void scannedDirectoriesComeOnlyBeforeWhatIsIncludedBelow() throws Exception {
        files("a/b/c/wanted", "a/b/d/x", "a/e/x", "f/wanted", "g/x", "x");
        EntryFilter filter = entry -> entry.path().toString().endsWith("wanted") ? Decision.INCLUDE : Decision.SCAN;
        assertThat(paths(base, filter)).containsExactly("", "a", "a/b", "a/b/c", "a/b/c/wanted", "f", "f/wanted");
    }

    @Test
    void aRegularFileIsASourceOfOneEntry() throws Exception {
        files("dir/file");
        assertThat(paths(base.resolve("dir/file"), EntryFilter.EVERYTHING)).containsExactly("file");
    }

    @Test
    void aRootThatIsASymbolicLinkIsFollowed() throws Exception {
        files("dir/file");
        Files.createSymbolicLink(base.resolve("link"), Path.of("dir"));
        assertThat(paths(base.resolve("link"), EntryFilter.EVERYTHING)).containsExactly("", "file");
    }

    @Test
    void aMissingRootAndAStrangeOneAreErrors() throws Exception {
        assertThatThrownBy(() -> scan(base.resolve("none"), EntryFilter.EVERYTHING, threads))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> scan(Path.of("/dev/null"), EntryFilter.EVERYTHING, threads))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("a directory or a regular file");
    }

    @Test
    void aDirectoryThatVanishesIsMarkedAndHasNoMetadata() throws Exception {
        files("a/x", "b/y");
        EntryFilter filter = entry -> {
            if (entry.path().toString().equals("a")) {
                deleteNow(entry.location());
            }
            return Decision.INCLUDE;
        };
        List<SourceEntry> entries = scan(base, filter, threads);
        assertThat(entries).extracting(entry -> entry.path().toString()).containsExactly("", "a", "b", "b/y");
        assertThat(entries.get(1).problem().orElseThrow().kind()).isEqualTo(SourceProblem.Kind.VANISHED);
        assertThat(entries.get(1).hasMetadata()).isFalse();
    }

    @Test
    void whatMayNotBeReadIsMarkedAndTheRestComes() throws Exception {
        assumeFalse(WeirdTree.isRoot(), "root may read everything");
        files("closed/x", "names-only/y", "open/z");
        Files.setPosixFilePermissions(base.resolve("closed"), PosixFilePermissions.fromString("---------"));
        Files.setPosixFilePermissions(base.resolve("names-only"), PosixFilePermissions.fromString("r--------"));
        assertThat(scan(base, EntryFilter.EVERYTHING, threads))
                .extracting(entry -> entry.path() + " "
                        + entry.problem()
                                .map(problem -> problem.kind() + " " + entry.hasMetadata())
                                .orElse("ok"))
                .containsExactly(
                        " ok",
                        "closed UNLISTABLE true",
                        "names-only ok",
                        "names-only/y UNREADABLE false",
                        "open ok",
                        "open/z ok");
    }

    private static void deleteNow(Path directory) {
        try {
            WeirdTree.delete(directory);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Whoever may write to a part of the sources must not get what only the process that backs them up may read. */
    @Test
    void aLinkThatTakesThePlaceOfADirectoryIsNotFollowed() throws Exception {
        files("source/d/f", "secret/f");
        Path replaced = base.resolve("source/d");
        List<SourceEntry> entries = scan(
                base.resolve("source"),
                entry -> {
                    if (entry.path().toString().equals("d")) {
                        replaceByLink(replaced);
                    }
                    return Decision.INCLUDE;
                },
                threads);
        assertThat(entries).extracting(SourceEntry::toString).noneMatch(entry -> entry.startsWith("d/"));
        assertThat(entries.get(1).problem().orElseThrow().kind()).isEqualTo(SourceProblem.Kind.VANISHED);
    }

    @Test
    void aFileIsReadWhereItWasFoundWhateverTakesItsDirectorysPlace() throws Exception {
        assumeTrue(Posix.best().shortcoming().isEmpty(), "directories are held on to by native calls only");
        files("source/d/f", "secret/f");
        Files.writeString(base.resolve("source/d/f"), "mine");
        try (Scanner scanner = Scanner.open(base.resolve("source"), EntryFilter.EVERYTHING, Posix.best(), threads)) {
            scanner.next();
            scanner.next();
            SourceEntry file = scanner.next();
            replaceByLink(base.resolve("source/d"));
            try (SourceFile content = SourceFile.open(file, Posix.best())) {
                assertThat(content.metadata().sizeBytes()).isEqualTo(4);
            }
        }
    }

    private void replaceByLink(Path directory) {
        try {
            Files.move(directory, base.resolve("moved"));
            Files.createSymbolicLink(directory, base.resolve("secret"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void filesWhosePathIsTooLongAreMarked() throws Exception {
        assumeTrue(Posix.best().shortcoming().isEmpty(), "too long paths cannot be made without native calls");
        Posix posix = Posix.best();
        var directory = posix.openDirectory(base.toRealPath());
        for (int i = 0; i < 30; i++) {
            Files.createDirectory(directory.path().resolve("n".repeat(200)));
            var inner = directory.open("n".repeat(200).getBytes());
            directory.close();
            directory = inner;
        }
        directory.close();
        List<SourceEntry> entries = scan(base, EntryFilter.EVERYTHING, threads);
        assertThat(entries.size()).isLessThan(30);
        SourceEntry last = entries.get(entries.size() - 1);
        assertThat(last.problem().orElseThrow().reason().reason()).contains("too long");
    }

    @Test
    void socketsAreLeftOutAndCounted() throws Exception {
        assumeTrue(Posix.best().shortcoming().isEmpty(), "the weird tree needs native calls");
        WeirdTree.create(base.resolve("weird"));
        try (Scanner scanner = Scanner.open(base.resolve("weird"), EntryFilter.EVERYTHING, Posix.best(), threads)) {
            while (scanner.next() != null) {
                assertThat(scanner.sockets()).isLessThanOrEqualTo(1);
            }
            assertThat(scanner.sockets()).isEqualTo(1);
        }
    }

    @Test
    void aSocketThatIsExcludedIsNotCounted() throws Exception {
        assumeTrue(Posix.best().shortcoming().isEmpty(), "the weird tree needs native calls");
        WeirdTree.create(base.resolve("weird"));
        EntryFilter onlyDirectories = entry -> entry.isDirectory() ? Decision.SCAN : Decision.EXCLUDE;
        try (Scanner scanner = Scanner.open(base.resolve("weird"), onlyDirectories, Posix.best(), threads)) {
            assertThat(scanner.next()).isNotNull();
            assertThat(scanner.next()).isNull();
            assertThat(scanner.sockets()).isZero();
        }
    }
}
