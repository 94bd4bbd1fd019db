package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.SnapshotEntry;
import dev.holdfast.api.backup.Backup;
import dev.holdfast.api.backup.BackupPreview;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.Notice;
import dev.holdfast.api.selection.Selection;
import dev.holdfast.api.verify.VerifyResult;
import dev.holdfast.core.storage.DirectoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository and its local state inside the very tree that is backed up. */
class OwnPlacesTest {

    @TempDir
    Path source;

    private Path store;
    private Path state;

    @BeforeEach
    void makeSource() throws IOException {
        Files.writeString(Files.createDirectory(source.resolve("documents")).resolve("letter"), "content");
        store = Files.createDirectories(source.resolve("disk/repository"));
        state = source.resolve("state");
    }

    private BackupRepository repository() {
        return Holdfast.repository()
                .storage(DirectoryStorage.at(store))
                .unencrypted()
                .localState(state)
                .openOrCreate();
    }

    private static List<String> paths(Snapshot snapshot) {
        try (Stream<SnapshotEntry> entries = snapshot.entries(EntryPath.ROOT)) {
            return entries.map(entry -> entry.path().toString()).toList();
        }
    }

    @Test
    void theyAreLeftOutWithANotice() {
        try (BackupRepository repository = repository()) {
            BackupResult first = repository.backup().source(source).run();
            BackupResult second = repository.backup().source(source).run();

            assertThat(paths(second.snapshot()))
                    .containsExactly("", "disk", "documents", "documents/letter", "state")
                    .isEqualTo(paths(first.snapshot()));
            assertThat(second.delta().isEmpty()).isTrue();
            for (BackupResult result : List.of(first, second)) {
                assertThat(result.failures()).isEmpty();
                assertThat(result.notices())
                        .filteredOn(notice -> notice.kind() == Notice.Kind.NOT_KEPT)
                        .extracting(Notice::message)
                        .containsExactly("left out, since this backup itself writes there: " + store + ", "
                                + state.resolve(repository.id()));
            }
        }
    }

    @Test
    void whatWouldBeReadLeavesThemOutToo() {
        try (BackupRepository repository = repository()) {
            BackupPreview preview = repository.backup().source(source).dryRun();

            assertThat(preview.filesToRead()).isOne();
            assertThat(preview.notices()).anyMatch(notice -> notice.message().contains(store.toString()));
        }
    }

    @Test
    void aLinkThatIsFollowedDoesNotLeadIntoThem() throws IOException {
        Path away = Files.createDirectory(source.resolve("documents/away"));
        store = Files.createSymbolicLink(away.resolve("link"), store);
        try (BackupRepository repository = repository()) {
            Snapshot snapshot = repository
                    .backup()
                    .source(source, Selection.all().followLinks())
                    .run()
                    .snapshot();

            assertThat(paths(snapshot))
                    .containsExactly("", "disk", "documents", "documents/away", "documents/letter", "state");
        }
    }

    @Test
    void nothingIsSaidOfWhatASelectionLeavesOut() {
        Selection selection =
                Selection.all().exclude(source.resolve("disk").toString()).exclude(state.toString());
        try (BackupRepository repository = repository()) {
            assertThat(repository.backup().source(source, selection).run().notices())
                    .isEmpty();
        }
    }

    @Test
    void aComparisonDoesNotMissThem() throws IOException {
        try (BackupRepository repository = repository()) {
            repository.backup().source(source).run();
            VerifyResult same = repository.verify().compare(source).run();
            Files.delete(source.resolve("documents/letter"));
            VerifyResult changed = repository.verify().compare(source).run();

            assertThat(same.findings()).isEmpty();
            assertThat(changed.findings())
                    .extracting(finding -> finding.path().orElseThrow().toString())
                    .containsExactlyInAnyOrder("documents", "documents/letter");
        }
    }

    @Test
    void aComparisonDoesNotMissThemInASnapshotThatHasSomethingThere(@TempDir Path elsewhere) throws IOException {
        Path place = store;
        Files.writeString(place.resolve("old"), "content");
        state = elsewhere.resolve("state");
        store = elsewhere.resolve("repository");
        try (BackupRepository repository = repository()) {
            assertThat(paths(repository.backup().source(source).run().snapshot()))
                    .contains("disk/repository/old");
        }
        Files.delete(place.resolve("old"));
        Files.delete(place);
        store = Files.move(store, place);
        try (BackupRepository repository = repository()) {
            assertThat(repository.verify().compare(source).run().findings())
                    .extracting(finding -> finding.path().orElseThrow().toString())
                    .containsExactly("disk");
        }
    }

    @Test
    void aSourceInsideOfThemIsRefused() throws IOException {
        Path inside = Files.createDirectory(store.resolve("inside"));
        try (BackupRepository repository = Holdfast.repository()
                .storage(DirectoryStorage.at(Files.createDirectory(source.resolve("other"))))
                .unencrypted()
                .localState(store)
                .openOrCreate()) {
            Path own = store.resolve(repository.id());
            for (Path root : List.of(own, source.resolve("other"))) {
                Backup backup = repository.backup().source(root);
                assertThatExceptionOfType(ConfigurationException.class)
                        .isThrownBy(backup::run)
                        .withMessageContainingAll("the source " + root, "where this backup itself writes");
            }
            assertThat(repository.backup().source(inside).run().snapshot()).isNotNull();
        }
    }
}
