package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.SnapshotEntry;
import dev.holdfast.api.backup.Backup;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.selection.Selection;
import dev.holdfast.core.storage.MemoryStorage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a backup takes: trees, single files and streams. */
@Timeout(60)
class SourcesTest {

    @TempDir
    private Path directory;

    private Workbench bench;

    @BeforeEach
    void makeSource() throws IOException {
        bench = new Workbench(directory);
        bench.write("media/noise", 100_000, 1);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void namedStreamsAndTreesMakeOneSnapshot() throws Exception {
        Path other = directory.resolve("other");
        Files.createDirectories(other.resolve("sub"));
        Files.writeString(other.resolve("sub/file"), "other");
        byte[] dump = "insert into orders;\n".repeat(200_000).getBytes(StandardCharsets.UTF_8);
        try (BackupRepository repository = bench.open()) {
            for (int round = 0; round < 2; round++) {
                BackupResult result = repository
                        .backup()
                        .source(bench.source)
                        .source("db/orders.sql", () -> new ByteArrayInputStream(dump))
                        .source("media", other, Selection.all())
                        .run();
                assertThat(result.failureCount()).isZero();
                Snapshot snapshot = result.snapshot();
                try (InputStream in = snapshot.open("db/orders.sql")) {
                    assertThat(in.readAllBytes()).isEqualTo(dump);
                }
                try (InputStream in = snapshot.open("media/sub/file")) {
                    assertThat(in.readAllBytes()).asString().isEqualTo("other");
                }
                // What lies where a named source was put is covered by it.
                assertThat(snapshot.entry("media/noise")).isEmpty();
                try (Stream<SnapshotEntry> entries = snapshot.entries()) {
                    assertThat(entries.map(SnapshotEntry::path)).isSorted().contains(EntryPath.of("db"));
                }
            }
        }
        bench.assertWhole();
    }

    @Test
    void aSingleFileIsASourceOfItsOwn() throws Exception {
        Path file = Files.writeString(directory.resolve("notes.txt"), "alone");
        Path target = directory.resolve("target");
        Path etc = Files.createDirectories(target.resolve("etc"));
        Files.setPosixFilePermissions(etc, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (BackupRepository repository = bench.open()) {
            for (int round = 0; round < 2; round++) {
                Snapshot snapshot = repository
                        .backup()
                        .source(file)
                        .source("etc/hosts", file)
                        .run()
                        .snapshot();

                try (Stream<SnapshotEntry> entries = snapshot.entries()) {
                    assertThat(entries.map(entry -> entry.path().toString()))
                            .containsExactly("", "etc", "etc/hosts", "notes.txt");
                }
                assertThat(snapshot.restore().as(target).run().failures()).isEmpty();
                assertThat(target.resolve("notes.txt")).hasContent("alone");
                assertThat(target.resolve("etc/hosts")).hasContent("alone");
                // Of directories that were only made up, nothing is known.
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(etc)))
                        .isEqualTo("rwxr-xr-x");
                assertThat(Files.getLastModifiedTime(target).toInstant()).isAfter(Instant.EPOCH);
            }
            repository.backup().full().source(file).run();
            assertThat(repository.verify().compare(file).run().findings()).isEmpty();
            Files.writeString(file, "other");
            assertThat(repository.verify().compare(file).run().findings()).hasSize(1);
        }
    }

    @Test
    void anInterruptEndsTheRunAndNotOnlyTheFileThatIsBeingRead() {
        Thread running = Thread.currentThread();
        InputStream interrupted = new InputStream() {
            @Override
            public int read() throws IOException {
                running.interrupt();
                throw new ClosedByInterruptException();
            }
        };
        try (BackupRepository repository = bench.open()) {
            assertThatThrownBy(() -> repository
                            .backup()
                            .source("dump", () -> interrupted)
                            .run())
                    .isInstanceOf(CancelledException.class)
                    .hasMessage("the backup was interrupted before anything was stored; run it again");
            assertThat(repository.snapshots().all()).isEmpty();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void aFailedStreamKeepsItsFormerContentAndIsReported() throws Exception {
        byte[] good = "good".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the database went away");
            }
        };
        InputStream failingToClose = new ByteArrayInputStream(good) {
            @Override
            public void close() {
                throw new IllegalStateException("the dump ended with 1");
            }
        };
        try (BackupRepository repository = bench.open()) {
            Snapshot first = repository
                    .backup()
                    .source("dump", () -> new ByteArrayInputStream(good))
                    .run()
                    .snapshot();
            BackupResult second = repository
                    .backup()
                    .source("dump", () -> new SequenceInputStream(new ByteArrayInputStream(new byte[999_999]), failing))
                    .source("second", () -> failing)
                    .source("third", () -> failingToClose)
                    .source("fourth", () -> {
                        throw new IllegalStateException("no driver");
                    })
                    .run();
            assertThat(second.failures())
                    .extracting(Failure::toString)
                    .containsExactly(
                            "dump: the stream failed: the database went away",
                            "fourth: the stream failed: java.lang.IllegalStateException: no driver",
                            "second: the stream failed: the database went away",
                            "third: the stream failed: java.lang.IllegalStateException: the dump ended with 1");
            SnapshotEntry kept = second.snapshot().entry("dump").orElseThrow();
            assertThat(kept.keptFrom()).contains(first.id());
            try (InputStream in = second.snapshot().open("dump")) {
                assertThat(in.readAllBytes()).isEqualTo(good);
            }
            assertThat(second.snapshot().entry("second").orElseThrow().failed()).isTrue();
            assertThatThrownBy(() -> second.snapshot().open("second")).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(second::requireComplete).hasMessageContaining("dump");
            BackupResult third = repository
                    .backup()
                    .source("dump", () -> {
                        throw new IOException("still away");
                    })
                    .run();
            assertThat(third.snapshot().entry("dump").orElseThrow().keptFrom()).contains(first.id());
        }
    }

    @Test
    void aSourceThatIsNotThereIsAnErrorAndCommitsNothing() throws Exception {
        bench.backUp();
        try (BackupRepository repository = bench.open()) {
            assertThatThrownBy(() -> repository
                            .backup()
                            .source(directory.resolve("gone"))
                            .run())
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("gone");
            assertThat(repository.snapshots().all()).hasSize(1);
        }
        assertThat(bench.backUp().unchangedFiles()).isEqualTo(1);
    }

    @Test
    void moreSourcesThanACatalogCanNameAreRefusedBeforeAnyOfThemIsRead() {
        AtomicInteger read = new AtomicInteger();
        try (BackupRepository repository = Holdfast.repository()
                .storage(MemoryStorage.create())
                .unencrypted()
                .create()) {
            Backup backup = repository.backup();
            for (int i = 0; i < 9_000; i++) {
                backup.source("database/table-" + i, () -> {
                    read.incrementAndGet();
                    return InputStream.nullInputStream();
                });
            }
            assertThatThrownBy(backup::run)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("9000 sources");
        }
        assertThat(read).hasValue(0);
    }
}
