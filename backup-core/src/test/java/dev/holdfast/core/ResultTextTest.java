package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.core.storage.MemoryStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in an application's log where it prints results as they are. */
class ResultTextTest {

    @TempDir
    private Path directory;

    @Test
    void aResultIsALineHoweverMuchItHolds() throws Exception {
        Path source = Files.createDirectory(directory.resolve("source"));
        Path target = Files.createDirectory(directory.resolve("target"));
        for (int i = 0; i < 100; i++) {
            Files.writeString(source.resolve("file-" + i), "content " + i);
            Files.writeString(target.resolve("file-" + i), "something else");
        }
        MemoryStorage storage = MemoryStorage.create();
        try (BackupRepository repository =
                Holdfast.repository().storage(storage).unencrypted().create()) {
            Object preview = repository.backup().source(source).dryRun();
            assertThat(preview).asString().startsWith("full: 101 added").contains("100 files");
            Snapshot snapshot = repository.backup().source(source).run().snapshot();
            Object restored = snapshot.restore().as(target).run();
            assertThat(restored).asString().contains(snapshot.id().value()).endsWith("100 failures");
            Object verified = repository.verify().compare(target).run();
            assertThat(verified).asString().startsWith("1 snapshots").endsWith("100 findings");
            Object status = repository.status();
            assertThat(status).asString().contains(repository.id(), "1 chains", "0 damaged");
            Object plan = snapshot.restore().plan();
            assertThat(plan).asString().contains(snapshot.id().value(), "100 files");
            assertThat(List.of(preview, restored, verified, status, plan))
                    .allSatisfy(result -> assertThat(result.toString()).hasSizeLessThan(200));
        }
        assertThat(storage).hasToString(storage.describe());
    }
}
