package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.SnapshotEntry;
import dev.holdfast.core.testing.MaskingCipher;
import dev.holdfast.testkit.storage.Verb;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How little is read of a repository that has as many files as a gigabyte of ordinary ones, and twice as many volumes
 * as it fills: a tenth of 10 GB, but for the bytes. Nothing is in a cache.
 */
class ReadAmountTest {

    private static final long LIMIT_BYTES = 4L << 20;

    @TempDir
    private static Path directory;

    private static Workbench bench;

    @BeforeAll
    static void backUp() throws Exception {
        bench = new Workbench(directory);
        bench.cipher = new MaskingCipher();
        for (int i = 0; i < 10_000; i++) {
            bench.write("home/d" + i % 100 + "/file-" + i, 200 + i % 300, i);
        }
        for (int i = 0; i < 8; i++) {
            bench.write("media/" + i, 9_000_000, -i);
        }
        bench.backUp();
        assertThat(bench.storage.requests(Verb.PUT, "data/")).isGreaterThan(64);
    }

    @BeforeEach
    void forgetTheBackup() {
        bench.storage.reset();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    private BackupRepository open() {
        return Holdfast.repository()
                .storage(bench.storage)
                .cipher(bench.cipher)
                .workers(bench.workers)
                .open();
    }

    @Test
    void restoringOneSmallFileReadsLessThanHalfOfTheLimit() throws Exception {
        Path file = directory.resolve("one");
        try (BackupRepository repository = open()) {
            Snapshot newest = repository.snapshots().newest().orElseThrow();
            assertThat(newest.restore()
                            .path("home/d17/file-4017")
                            .as(file)
                            .run()
                            .failures())
                    .isEmpty();
        }
        assertThat(file).hasSameBinaryContentAs(bench.source.resolve("home/d17/file-4017"));
        assertThat(bench.storage.bytesRead("data/")).isLessThan((1 << 20) + 1_000);
        // The root has a block of its own, without the index; a page of references and one of entries share theirs with
        // others.
        assertThat(bench.storage.bytesRead("catalog/")).isLessThan(120_000);
        // One stretch of sections, whatever the number of volumes.
        assertThat(bench.storage.bytesRead("inventories/")).isLessThanOrEqualTo(36 << 10);
        assertThat(bench.storage.requests(Verb.OPEN)).isLessThan(12);
    }

    @Test
    void whereTheBackupRanRestoringOneSmallFileReadsItsBlockAndLittleElse() throws Exception {
        Path file = directory.resolve("there");
        try (BackupRepository repository = bench.open()) {
            Snapshot newest = repository.snapshots().newest().orElseThrow();
            newest.restore().path("home/d17/file-4017").as(file).run();
        }
        assertThat(file).hasSameBinaryContentAs(bench.source.resolve("home/d17/file-4017"));
        assertThat(bench.storage.requests(Verb.OPEN, "data/")).isEqualTo(1);
        assertThat(bench.storage.bytesRead("data/")).isLessThan((1 << 20) + 1_000);
        assertThat(bench.storage.bytesRead() - bench.storage.bytesRead("data/")).isLessThan(2_000 + (36 << 10));
        assertThat(bench.storage.requests()).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void aDirectoryIsListedWithoutReadingTheRestNorContent() throws Exception {
        try (BackupRepository repository = open();
                Stream<SnapshotEntry> entries =
                        repository.snapshots().newest().orElseThrow().entries("home/d42")) {
            assertThat(entries.count()).isEqualTo(101);
        }
        assertThat(bench.storage.bytesRead("data/")).isZero();
        assertThat(bench.storage.bytesRead()).isLessThan(LIMIT_BYTES / 10);
    }

    @Test
    void theBeginningOfALargeFileIsReadWithoutItsEnd() throws Exception {
        try (BackupRepository repository = open();
                InputStream in = repository.snapshots().newest().orElseThrow().open("media/3");
                InputStream expected = Files.newInputStream(bench.source.resolve("media/3"))) {
            assertThat(in.readNBytes(100_000)).isEqualTo(expected.readNBytes(100_000));
        }
        assertThat(bench.storage.bytesRead()).isLessThan(LIMIT_BYTES);
    }
}
