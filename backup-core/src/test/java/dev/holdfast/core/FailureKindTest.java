package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.backup.StreamSource;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.restore.ConflictPolicy;
import dev.holdfast.core.storage.MemoryStorage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program does about an entry that failed, it is told without reading the reason. */
class FailureKindTest {

    @TempDir
    Path directory;

    private final BackupRepository repository =
            Holdfast.repository().storage(MemoryStorage.create()).unencrypted().create();

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void whatMayNotBeReadIsToldFromWhatFails() {
        List<Failure> failures = repository
                .backup()
                .source("denied", () -> {
                    throw new AccessDeniedException("orders.db");
                })
                .source("failed", () -> {
                    throw new IOException("permission denied, says the database");
                })
                .run()
                .failures();
        assertThat(failures).extracting(Failure::kind).containsExactly(Failure.Kind.DENIED, Failure.Kind.OTHER);
    }

    @Test
    void whatTheSnapshotNeverHadIsToldFromWhatIsInTheWay() throws IOException {
        StreamSource text = () -> new ByteArrayInputStream("text".getBytes(StandardCharsets.UTF_8));
        Snapshot snapshot = repository
                .backup()
                .source("a/file", text)
                .source("b", text)
                .source("c", () -> {
                    throw new IOException("no dump");
                })
                .run()
                .snapshot();
        Path target = Files.createDirectory(directory.resolve("target"));
        Files.writeString(target.resolve("a"), "where a directory belongs");
        Files.writeString(target.resolve("b"), "mine");
        assertThat(snapshot.restore().as(target).plan().failures())
                .allMatch(failure -> failure.kind() == Failure.Kind.CONFLICT)
                .hasSize(3);
        assertThat(snapshot.restore()
                        .as(target)
                        .onConflict(ConflictPolicy.FAIL)
                        .run()
                        .failures())
                .extracting(failure -> failure.path() + " " + failure.kind())
                .containsExactlyInAnyOrder("a CONFLICT", "a/file CONFLICT", "b CONFLICT", "c NOT_STORED");
    }
}
