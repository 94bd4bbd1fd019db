package dev.holdfast.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.restore.RestoreResult;
import dev.holdfast.core.testing.TestRepository;
import dev.holdfast.core.testing.TreeComparison;
import dev.holdfast.core.testing.WeirdTree;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class RoundTripTest {

    @Test
    void aWeirdTreeComesBackWhole(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        Path source = directory.resolve("source");
        WeirdTree.create(source);
        try (TestRepository repository = new TestRepository(directory.resolve("state"))) {
            repository.backUp(source);
            RestoreResult result = repository
                    .newest()
                    .restore()
                    .as(directory.resolve("restored"))
                    .run();
            assertThat(result.failures()).isEmpty();
            assertThat(TreeComparison.compare(source, directory.resolve("restored")))
                    .isEmpty();

            RestoreResult again = repository
                    .newest()
                    .restore()
                    .as(directory.resolve("restored"))
                    .run();
            assertThat(again.failures()).isEmpty();
            assertThat(again.restoredEntries()).isZero();
            assertThat(again.equalEntries()).isEqualTo(result.restoredEntries());
        } finally {
            WeirdTree.delete(directory);
        }
    }
}
