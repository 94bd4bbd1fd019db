package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.storage.ThawingStorage.ObjectFrozenException;
import dev.holdfast.core.testing.MaskingCipher;
import dev.holdfast.core.testing.TreeComparison;
import dev.holdfast.testkit.storage.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a restore reads to see that a key fits, before it makes anything, where the local state has the whole catalog.
 */
class KeyBeforeTargetTest {

    @TempDir
    private Path directory;

    private Workbench bench;
    private Path target;

    @BeforeEach
    void open() throws IOException {
        bench = new Workbench(directory);
        bench.cipher = new MaskingCipher();
        target = directory.resolve("target");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void restore() {
        bench.storage.reset();
        try (BackupRepository repository = bench.open()) {
            repository
                    .snapshots()
                    .newest()
                    .orElseThrow()
                    .restore()
                    .as(target)
                    .run()
                    .requireComplete();
        }
    }

    @Test
    void noMoreThanTheRestoreNeeds() throws Exception {
        Files.createDirectories(bench.source.resolve("a/b"));
        bench.write("empty", "");
        bench.write("file", 2_500_000, 1);
        Files.createLink(bench.source.resolve("name"), bench.source.resolve("file"));
        bench.backUp();

        restore();

        assertThat(TreeComparison.compare(bench.source, target)).isEmpty();
        assertThat(bench.storage.requests(Verb.OPEN, "catalog/")).isZero();
        assertThat(bench.storage.bytesRead("data/")).isEqualTo(storedContentBytes());
    }

    private long storedContentBytes() throws IOException {
        try (var volumes = bench.memory.list("data/", "")) {
            return volumes.mapToLong(volume -> volume.sizeBytes()).sum();
        }
    }

    @Test
    void aCatalogThatAWrongRuleHasFrozenIsInNobodysWay() throws Exception {
        Files.createDirectories(bench.source.resolve("a/b"));
        bench.write("empty", "");
        bench.backUp();
        bench.faults
                .onOpen()
                .matching("catalog/")
                .failWith(() -> new ObjectFrozenException("frozen by a lifecycle rule", null));

        restore();

        assertThat(TreeComparison.compare(bench.source, target)).isEmpty();
    }
}
