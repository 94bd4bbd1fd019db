package dev.holdfast.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.restore.RestoreResult;
import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.testing.HandMadeSnapshot;
import dev.holdfast.core.testing.TestRepository;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listings that no backup would write. */
class HostileListingTest {

    @TempDir
    Path directory;

    private TestRepository repository;
    private Path target;

    @BeforeEach
    void open() {
        repository = new TestRepository(directory.resolve("state"));
        target = directory.resolve("target");
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private RestoreResult restore(Entry... entries) {
        HandMadeSnapshot.commit(repository, directory.resolve("scratch"), List.of(entries));
        return repository.newest().restore().as(target).run();
    }

    private static Entry.Builder entry(String path, EntryType type) {
        return Entry.builder(EntryPath.of(path), type)
                .mode(type == EntryType.DIRECTORY ? 0755 : 0644)
                .owner(0, null, 0, null);
    }

    private static Entry directory(String path) {
        return entry(path, EntryType.DIRECTORY).build();
    }

    private static Entry link(String path, Path to) {
        return entry(path, EntryType.SYMLINK)
                .linkTarget(to.toString().getBytes(StandardCharsets.UTF_8))
                .build();
    }

    @Test
    void nothingLiesBelowAFile() {
        assertThatThrownBy(() -> restore(
                        directory(""),
                        entry("a", EntryType.FILE).build(),
                        entry("a/b", EntryType.FILE).build()))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("a/b");
    }

    @Test
    void aLinkOfTheSnapshotItselfLeadsNowhere() throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        assertThatThrownBy(() -> restore(
                        directory(""),
                        link("a", outside),
                        entry("a/b", EntryType.FILE).build()))
                .isInstanceOf(IntegrityException.class);
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void aHardLinkToASymbolicLinkIsNotFollowed() throws Exception {
        Path victim = Files.writeString(directory.resolve("victim"), "");
        RestoreResult result = restore(
                directory(""),
                link("a", victim),
                entry("b", EntryType.FILE).hardLinkTo(EntryPath.of("a")).build());
        assertThat(result.failures())
                .extracting(failure -> failure.path().toString())
                .containsExactly("b");
        assertThat(Files.exists(target.resolve("b"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void whatLiesDeeperThanAnyPathOfAKernelFailsAloneAndTheRestIsRestored() {
        RestoreResult result = restore(
                directory(""),
                entry("a/".repeat(30_000) + "a", EntryType.FILE).build(),
                entry("b", EntryType.FILE).build());
        assertThat(result.failures())
                .singleElement()
                .extracting(Failure::reason)
                .asString()
                .contains("30001 names");
        assertThat(target.resolve("b")).exists();
        assertThat(repository.newest().restore().as(target).plan().files()).isZero();
    }

    @Test
    void aContentListLongerThanTheFileIsRefused() {
        Content tooLong = Content.of(List.of(ContentItem.hole(Long.MAX_VALUE), ContentItem.hole(Long.MAX_VALUE)));
        assertThatThrownBy(() -> restore(
                        directory(""),
                        entry("a", EntryType.FILE)
                                .sizeBytes(10)
                                .content(tooLong)
                                .build()))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("\"a\"");
    }

    @Test
    void aContentListShorterThanTheFileIsRefused() {
        assertThatThrownBy(() -> restore(
                        directory(""), entry("a", EntryType.FILE).sizeBytes(10).build()))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("\"a\"");
    }

    @Test
    void aFileThatCouldNotBeReadIsAFailureAndItsNeighboursComeBack() {
        RestoreResult result = restore(
                directory(""),
                entry("a", EntryType.FILE).failed(true).build(),
                entry("b", EntryType.FILE)
                        .sizeBytes(1 << 20)
                        .content(Content.of(List.of(ContentItem.hole(1 << 20))))
                        .build());
        assertThat(result.failures())
                .extracting(failure -> failure.path().toString())
                .containsExactly("a");
        assertThat(target.resolve("b")).hasSize(1 << 20);
        assertThat(target.resolve("a")).doesNotExist();
    }

    @Test
    void aDirectoryThatTheListingLeavesOutIsMade() {
        RestoreResult result =
                restore(directory(""), entry("x/y/z", EntryType.FILE).build());
        assertThat(result.failures()).isEmpty();
        assertThat(target.resolve("x/y/z")).isEmptyFile();
    }
}
