package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.backup.Backup;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.selection.Selection;
import dev.holdfast.core.storage.MemoryStorage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chain belongs to a host and to what lies at its places. */
class SourceMismatchTest {

    @TempDir
    Path directory;

    private final MemoryStorage storage = MemoryStorage.create();
    private Path home;
    private Path other;

    @BeforeEach
    void makeSources() throws IOException {
        home = Files.createDirectory(directory.resolve("home"));
        other = Files.createDirectory(directory.resolve("other"));
        Files.writeString(home.resolve("file"), "content");
    }

    private BackupResult backUp(String host, UnaryOperator<Backup> request) {
        try (BackupRepository repository = Holdfast.repository()
                .storage(storage)
                .unencrypted()
                .host(host)
                .localState(directory.resolve("state"))
                .openOrCreate()) {
            return request.apply(repository.backup()).run();
        }
    }

    private static void assertRefused(Runnable backup, String... parts) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(backup::run)
                .withMessageContainingAll(parts);
    }

    @Test
    void anotherHostIsRefusedUnlessAllowed() {
        backUp("alpha", backup -> backup.source(home));

        assertRefused(() -> backUp("beta", backup -> backup.source(home)), "alpha", "beta", "prefix");
        assertThat(backUp("beta", backup -> backup.source(home).allowSourceMismatch())
                        .snapshot()
                        .kind())
                .isEqualTo(SnapshotKind.INCREMENTAL);
        assertThat(backUp("beta", backup -> backup.source(home)).unchangedFiles())
                .isEqualTo(1);
    }

    @Test
    void aHostIsTheSameWithItsDomain() {
        backUp("alpha", backup -> backup.source(home));

        assertThat(backUp("Alpha.example.org", backup -> backup.source(home))
                        .snapshot()
                        .kind())
                .isEqualTo(SnapshotKind.INCREMENTAL);
        assertRefused(() -> backUp("alphabet.example.org", backup -> backup.source(home)), "alphabet");
    }

    @Test
    void anotherDirectoryIsRefusedUnlessAllowed() {
        backUp("alpha", backup -> backup.source(home));

        assertRefused(() -> backUp("alpha", backup -> backup.source(other)), home.toString(), other.toString());
        assertThat(backUp("alpha", backup -> backup.source(other).allowSourceMismatch())
                        .removedEntries())
                .isEqualTo(1);
    }

    @Test
    void theSameDirectoryMayBeWrittenInAnotherWay() {
        backUp("alpha", backup -> backup.source(home));
        Path relative = Path.of("").toAbsolutePath().relativize(home.toAbsolutePath());

        assertThat(backUp("alpha", backup -> backup.source(relative)).unchangedFiles())
                .isEqualTo(1);
        assertThat(backUp("alpha", backup -> backup.source(other.resolve("../home")))
                        .unchangedFiles())
                .isEqualTo(1);
    }

    @Test
    void aFullBackupDoesNotAsk() {
        backUp("alpha", backup -> backup.source(home));

        assertThat(backUp("beta", backup -> backup.source(other).full())
                        .snapshot()
                        .kind())
                .isEqualTo(SnapshotKind.FULL);
    }

    @Test
    void sourcesMayBeAddedAndLeftAwayButNotExchanged() {
        backUp("alpha", backup -> backup.source(home));
        backUp("alpha", backup -> backup.source(home).source("data", other, Selection.all()));
        backUp("alpha", backup -> backup.source(home));
        backUp("alpha", backup -> backup.source(home).source("data", other, Selection.all()));

        assertRefused(
                () -> backUp("alpha", backup -> backup.source(home).source("data", home, Selection.all())), "data");
        assertRefused(
                () -> backUp(
                        "alpha",
                        backup -> backup.source(home).source("data", () -> new ByteArrayInputStream(new byte[] {1}))),
                "a stream");
    }
}
