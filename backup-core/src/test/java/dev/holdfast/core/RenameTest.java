package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.api.restore.Restore;
import dev.holdfast.core.testing.TreeComparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A restore with renames gives what a restore and moving files about would give. */
@Timeout(120)
class RenameTest {

    @TempDir
    private Path directory;

    private Workbench bench;
    private Path source;
    private Path target;

    @BeforeEach
    void makeSource() throws IOException {
        bench = new Workbench(directory);
        source = bench.source;
        target = directory.resolve("target/here");
        for (int i = 0; i < 40; i++) {
            bench.write("docs/d" + i % 4 + "/" + i + ".txt", "file " + i);
        }
        bench.write("large", 3_000_000, 1);
        bench.write("music/song", "la");
        Files.createLink(source.resolve("docs/d1/twin"), bench.write("docs/d0/first", "of several names"));
        Files.createLink(source.resolve("twin"), source.resolve("docs/d0/first"));
        Files.createSymbolicLink(source.resolve("link"), Path.of("docs"));
        for (String name : new String[] {"docs/d0", "docs/d1", "docs/d2", "docs/d3", "docs", "music", ""}) {
            Files.setLastModifiedTime(source.resolve(name), FileTime.from(Instant.parse("2026-03-04T05:06:07Z")));
        }
        bench.backUp();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void restore(UnaryOperator<Restore> request) {
        try (BackupRepository repository = bench.open()) {
            Snapshot snapshot = repository.snapshots().newest().orElseThrow();
            assertThat(request.apply(snapshot.restore()).run().failures()).isEmpty();
        }
    }

    /** Moves what is in the source, and sets the times of the directories that this has changed. */
    private void move(String from, String to) throws IOException {
        Files.createDirectories(source.resolve(to).getParent());
        FileTime of = Files.getLastModifiedTime(source.resolve(from).getParent());
        FileTime into = Files.getLastModifiedTime(source.resolve(to).getParent());
        Files.move(source.resolve(from), source.resolve(to));
        Files.setLastModifiedTime(source.resolve(from).getParent(), of);
        Files.setLastModifiedTime(source.resolve(to).getParent(), into);
    }

    @Test
    void directoriesFilesAndLinksGetTheirNewPlaces() throws Exception {
        restore(request -> request.as(target)
                .rename("docs/d1", "music/d1")
                .rename("docs/d2", "docs/other")
                .rename("large", "docs/huge")
                .rename("link", "music/link")
                .rename("docs/d0/first", "a-first"));
        move("docs/d1", "music/d1");
        move("docs/d2", "docs/other");
        move("large", "docs/huge");
        move("link", "music/link");
        move("docs/d0/first", "a-first");
        assertThat(TreeComparison.compare(source, target)).isEmpty();
        assertThat(Files.getAttribute(target.resolve("a-first"), "unix:nlink")).isEqualTo(3);
    }

    @Test
    void twoChangePlacesAndTheInnerOneCounts() throws Exception {
        restore(request -> request.as(target)
                .rename("docs/d0", "docs/d3")
                .rename("docs/d3", "docs/d0")
                .rename("docs/d0/4.txt", "music/4.txt"));
        move("docs/d0", "docs/swap");
        move("docs/d3", "docs/d0");
        move("docs/swap", "docs/d3");
        move("docs/d3/4.txt", "music/4.txt");
        assertThat(TreeComparison.compare(source, target)).isEmpty();
    }

    @Test
    void onlyTheChosenPathIsRestored() throws Exception {
        restore(request -> request.path("docs").into(target).rename("docs/d1", "docs/new/deep/d1"));
        assertThat(target.resolve("docs/new/deep/d1/1.txt")).hasContent("file 1");
        assertThat(target.resolve("docs/d1")).doesNotExist();
        assertThat(target.resolve("music")).doesNotExist();

        restore(request ->
                request.path("docs/d2").into(target).rename("docs", "papers").rename("docs/d2", "d22"));
        assertThat(target.resolve("d22/2.txt")).hasContent("file 2");
    }

    /** What is renamed comes first, so that its directories are there before their entries are reached. */
    @Test
    void aBrokenOffRestoreIsFinishedByTheSameOne() throws Exception {
        Files.setPosixFilePermissions(source.resolve("music"), PosixFilePermissions.fromString("rwx--x---"));
        bench.backUp();
        UnaryOperator<Restore> request =
                restore -> restore.as(target).rename("docs/d1", "music/d1").rename("docs/d2", "new/d2");
        bench.faults.onOpen().matching("data/").failPermanently();
        assertThatThrownBy(() -> restore(request)).isInstanceOf(StorageException.class);
        assertThat(target.resolve("music/d1")).isDirectory();
        bench.faults.heal();

        try (BackupRepository repository = bench.open()) {
            Snapshot snapshot = repository.snapshots().newest().orElseThrow();
            assertThat(request.apply(snapshot.restore()).run().notices()).isEmpty();
        }
        move("docs/d1", "music/d1");
        assertThat((int) Files.getAttribute(target.resolve("new"), "unix:mode") & 07777)
                .as("not that of a directory that waits")
                .isEqualTo(0700);
        assertThat(TreeComparison.compare(source.resolve("music"), target.resolve("music")))
                .isEmpty();
    }

    @Test
    void nothingIsWrittenWhereARenameCannotBe() {
        refused(request -> request.rename("nothing", "x"), NotFoundException.class, "nothing");
        refused(request -> request.rename("docs", "music"), ConfigurationException.class, "has an entry there");
        refused(
                request -> request.rename("docs/d1", "x").rename("docs/d2", "x/y"),
                ConfigurationException.class,
                "inside each other");
        refused(
                request -> request.path("docs").rename("docs/d1", "elsewhere"),
                ConfigurationException.class,
                "not below \"docs\"");
        refused(request -> request.rename("", "x"), IllegalArgumentException.class, "root");
        refused(
                request -> request.rename("docs", "x").rename("docs", "y"),
                IllegalArgumentException.class,
                "renamed twice");
        refused(request -> request.rename("docs", "../x"), IllegalArgumentException.class, "../x");
        assertThat(Files.exists(target, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    private void refused(UnaryOperator<Restore> request, Class<? extends RuntimeException> type, String message) {
        assertThatThrownBy(() -> restore(restore -> request.apply(restore.as(target))))
                .isInstanceOf(type)
                .hasMessageContaining(message);
    }

    @Test
    void aPlanCountsWhatTheRestoreReads() {
        try (BackupRepository repository = bench.open()) {
            Snapshot snapshot = repository.snapshots().newest().orElseThrow();
            assertThat(snapshot.restore()
                            .rename("docs/d1", "x")
                            .as(target)
                            .plan()
                            .contentBytes())
                    .isEqualTo(snapshot.restore().as(target).plan().contentBytes());
        }
    }
}
