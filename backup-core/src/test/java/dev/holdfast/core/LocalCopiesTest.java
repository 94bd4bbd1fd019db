package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.testkit.storage.Bodies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of clear objects in the local state. */
class LocalCopiesTest {

    @TempDir
    private Path directory;

    @Test
    void localCopiesDoNotHideDamageFromTheStatusAndTheOldestGo() throws IOException {
        Path source = Files.createDirectory(directory.resolve("source"));
        Path state = directory.resolve("state");
        MemoryStorage storage = MemoryStorage.create();
        ObjectKey manifest;
        Path copies;
        try (BackupRepository repository = Holdfast.repository()
                .storage(storage)
                .unencrypted()
                .localState(state)
                .create()) {
            SnapshotId id =
                    repository.backup().source("at", source).run().snapshot().id();
            repository.snapshots().newest().orElseThrow().tags();
            manifest = ObjectKey.of("manifests/" + id + "/1");
            copies = state.resolve(repository.id()).resolve("objects");
            String other = "x".repeat((int) storage.stat(manifest).orElseThrow().sizeBytes());
            storage.put(manifest, Bodies.of(other), ObjectKind.MANIFEST);
            assertThat(copies).isNotEmptyDirectory();
            assertThat(repository.status().damagedObjects()).containsExactly(manifest.value());
            for (int i = 0; i < 2_001; i++) {
                Files.setLastModifiedTime(Files.createFile(copies.resolve("old-" + i)), FileTime.fromMillis(i));
            }
        }
        assertThat(copies.resolve("old-0")).doesNotExist();
        assertThat(copies.resolve("old-2000")).exists();
    }
}
