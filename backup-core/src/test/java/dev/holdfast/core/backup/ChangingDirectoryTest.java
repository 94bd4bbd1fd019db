package dev.holdfast.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.holdfast.api.SnapshotEntry;
import dev.holdfast.api.backup.BackupResult;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Directories that change or fail while they are read. */
class ChangingDirectoryTest extends WithChangingSource {

    @Test
    void whatIsKeptOfADirectoryIsOfOneMoment() throws Exception {
        Path folder = Files.createDirectory(source.resolve("folder"));
        Files.setLastModifiedTime(folder, FileTime.fromMillis(1_000));
        int[] changes = {0};
        folderChange = () -> {
            if (changes[0]++ == 0) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
                Files.setLastModifiedTime(folder, FileTime.fromMillis(2_000));
            }
        };
        repository.backUp(source);
        assertThat(changes[0]).isEqualTo(2);
        assertRestoredEqualsSource();
    }

    /** What was found in it is listed, and needs it. */
    @Test
    void aDirectoryThatFailsOrIsAwayForAMomentIsNotLeftOut() throws Exception {
        Path folder = Files.createDirectory(source.resolve("folder"));
        Files.writeString(folder.resolve("below"), "below");
        for (String former : List.of("first", "second")) {
            folderChange = () -> {
                throw new FileSystemException(folder.toString(), null, "Input/output error");
            };
            assertThat(failedPaths(repository.backUp(source))).as(former).containsExactly("folder");
            assertRestoredEqualsSource();
        }
        folderChange = () -> {
            throw new NoSuchFileException(folder.toString());
        };
        assertThat(repository.backUp(source).failureCount()).isZero();
        assertRestoredEqualsSource();
        folderChange = () -> {};
        assertThat(repository.backUp(source).failureCount()).isZero();
        assertRestoredEqualsSource();
    }

    @Test
    void aDirectoryThatCannotBeReadKeepsAllThatWasBelowIt() throws Exception {
        Path below = Files.createDirectories(source.resolve("d/deep"));
        Files.writeString(below.resolve("text"), "text");
        Files.createDirectory(source.resolve("empty"));
        assumeFalse(System.getProperty("user.name").equals("root"), "root reads everything: run as a plain user");
        BackupResult first = repository.backUp(source);
        Path unreadable = source.resolve("d");
        Files.setPosixFilePermissions(unreadable, PosixFilePermissions.fromString("---------"));
        try {
            BackupResult second = repository.backUp(source);
            assertThat(failedPaths(second)).containsExactly("d");
            SnapshotEntry kept = second.snapshot().entry("d/deep/text").orElseThrow();
            assertThat(kept.keptFrom()).contains(first.snapshot().id());
            try (InputStream in = second.snapshot().open("d/deep/text")) {
                assertThat(in.readAllBytes()).asString().isEqualTo("text");
            }
            // What was kept once is kept as long as nothing else can be read.
            BackupResult third = repository.backUp(source);
            assertThat(third.snapshot().entry("d/deep/text").orElseThrow().keptFrom())
                    .contains(first.snapshot().id());
        } finally {
            Files.setPosixFilePermissions(unreadable, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.delete(below.resolve("text"));
        quietRun();
        assertRestoredEqualsSource();
    }
}
