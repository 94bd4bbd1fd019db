package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.core.storage.DirectoryStorage;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.testkit.storage.Tampering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a builder takes, and what it refuses before anything is done. */
class RepositoryBuilderTest {

    @TempDir
    private Path directory;

    private RepositoryBuilder at(Path path) {
        return Holdfast.repository().storage(DirectoryStorage.at(path)).unencrypted();
    }

    /** The next one would find an empty repository, in a place that was perhaps mistyped too. */
    @Test
    void settingsThatNoBackupCanUseMakeNoRepository() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "a file");
        Path path = directory.resolve("repository");
        List<RepositoryBuilder> unusable = List.of(
                at(path).localState(file),
                at(path).localState(file.resolve("below")),
                at(path).expectSigners((content, signature) -> "nobody"));
        assertThat(unusable).allSatisfy(builder -> {
            assertThatThrownBy(builder::openOrCreate).isInstanceOf(ConfigurationException.class);
            assertThat(path).doesNotExist();
        });
    }

    @Test
    void aBuilderOpensOnce() {
        RepositoryBuilder builder = at(directory);
        builder.openOrCreate().close();
        assertThatThrownBy(builder::open).isInstanceOf(IllegalStateException.class);
    }

    /** A verifier that a program forgot to make would otherwise let every signature pass. */
    @Test
    void aBuilderTakesNothingForNoSetting() {
        RepositoryBuilder builder = Holdfast.repository();
        List<ThrowingCallable> settings = List.of(
                () -> builder.expectSigners(null),
                () -> builder.signer(null),
                () -> builder.cipher(null),
                () -> builder.expectAtLeast(null),
                () -> builder.localState(null),
                () -> builder.clock(null));
        assertThat(settings)
                .allSatisfy(setting -> assertThatThrownBy(setting).isInstanceOf(NullPointerException.class));
    }

    @Test
    void sharedWorkersHaveTheirOwnMemoryBoundInWhicheverOrderTheyAreGiven() {
        SharedWorkers workers = SharedWorkers.standard();
        assertThatThrownBy(() -> Holdfast.repository().workers(workers).memory(SharedWorkers.MIN_MEMORY_BYTES))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Holdfast.repository()
                        .memory(SharedWorkers.MIN_MEMORY_BYTES)
                        .workers(workers))
                .isInstanceOf(IllegalStateException.class);
        workers.close();
    }

    @Test
    void contentNeedsACipherAndTheRestNone() throws IOException {
        Path source = Files.createDirectory(directory.resolve("source"));
        Path path = directory.resolve("repository");
        try (BackupRepository repository = at(path).create()) {
            repository.backup().source(source).run();
        }
        try (BackupRepository repository =
                Holdfast.repository().storage(DirectoryStorage.at(path)).open()) {
            assertThat(repository.snapshots().all()).hasSize(1);
            assertThat(repository.status().chains()).hasSize(1);
            assertThat(repository.verify().run().findings()).isEmpty();
            assertThatThrownBy(repository::backup)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("cipher");
            assertThatThrownBy(
                            () -> repository.snapshots().newest().orElseThrow().entries())
                    .isInstanceOf(ConfigurationException.class);
        }
    }

    @Test
    void volumesThatMemoryCannotHoldAreRefusedBeforeAnythingIsWritten() throws IOException {
        Path source = Files.createDirectory(directory.resolve("source"));
        MemoryStorage storage = MemoryStorage.create();
        try (BackupRepository repository = Holdfast.repository()
                .storage(storage)
                .unencrypted()
                .memory(256 << 20)
                .volumeSize(1L << 30)
                .create()) {
            assertThatThrownBy(() -> repository.backup().source(source).run())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("memory");
            assertThat(Tampering.with(storage).keys("data/")).isEmpty();
        }
    }

    @Test
    void aRepositoryLiesInAStorage() {
        assertThatThrownBy(() -> Holdfast.repository().open()).isInstanceOf(IllegalStateException.class);
    }
}
