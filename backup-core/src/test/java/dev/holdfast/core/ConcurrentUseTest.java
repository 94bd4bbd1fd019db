package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.error.ConcurrentWriterException;
import dev.holdfast.api.verify.VerifyResult;
import dev.holdfast.testkit.storage.Gate;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One open repository in the hands of several threads. */
@Timeout(60)
class ConcurrentUseTest {

    @TempDir
    private Path directory;

    private Workbench bench;

    @BeforeEach
    void makeRepository() throws Exception {
        bench = new Workbench(directory);
        bench.write("large", 3_000_000, 1);
        bench.backUp();
        bench.write("more", 3_000_000, 2);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void allElseGoesOnWhileABackupWaitsForItsStore() throws Exception {
        try (BackupRepository repository = bench.open()) {
            Gate upload = bench.faults.onPut().matching("data/").pause();
            FutureTask<BackupResult> backup = new FutureTask<>(
                    () -> repository.backup().source(bench.source).run());
            new Thread(backup).start();
            upload.awaitArrival();

            assertThatThrownBy(() -> repository.backup().source(bench.source).run())
                    .isInstanceOf(ConcurrentWriterException.class);
            assertThat(repository.snapshots().all()).hasSize(1);
            assertThat(repository
                            .snapshots()
                            .newest()
                            .orElseThrow()
                            .restore()
                            .as(directory.resolve("restored"))
                            .run()
                            .failures())
                    .isEmpty();
            FutureTask<VerifyResult> check =
                    new FutureTask<>(() -> repository.verify().data().run());
            new Thread(check).start();
            assertThat(check.get().findings()).isEmpty();
            assertThat(repository.status().damagedObjects()).isEmpty();

            upload.open();
            assertThat(backup.get().committed()).isTrue();
            assertThat(repository.snapshots().all()).hasSize(2);
        }
        bench.assertNewestEqualsSource();
    }
}
