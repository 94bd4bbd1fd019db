package dev.holdfast.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.restore.ConflictPolicy;
import dev.holdfast.api.restore.RestoreResult;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.target.Ownership;
import dev.holdfast.core.target.TargetDirectory;
import dev.holdfast.core.testing.SmallTree;
import dev.holdfast.core.testing.TestRepository;
import dev.holdfast.core.testing.TreeComparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a restore does with the mode of directories that are there, be it that the target is the root of the machine by
 * mistake.
 */
class InUseDirectoryTest {

    @TempDir
    Path directory;

    private Path source;
    private Path target;
    private TestRepository repository;

    @BeforeEach
    void backUp() throws IOException {
        source = SmallTree.create(directory.resolve("source"), 3);
        setMode(source, "rwx------");
        setMode(source.resolve("d1"), "rwx------");
        target = directory.resolve("target");
        repository = new TestRepository(directory.resolve("state"));
        repository.backUp(source);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private static void setMode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private RestoreResult restore(ConflictPolicy policy) {
        return repository.newest().restore().as(target).onConflict(policy).run();
    }

    @ParameterizedTest
    @EnumSource(ConflictPolicy.class)
    void aDirectoryInUseStaysAsAccessibleAsItIsUnlessItMayBeReplaced(ConflictPolicy policy) throws Exception {
        Files.createDirectories(target.resolve("d1/of somebody else"));
        setMode(target, "rwxr-xr-x");
        setMode(target.resolve("d1"), "rwxrwxr-x");
        boolean replaces = policy == ConflictPolicy.OVERWRITE;

        RestoreResult result = restore(policy);

        assertThat(result.failures()).isEmpty();
        assertThat(mode(target)).isEqualTo(replaces ? "rwx------" : "rwxr-xr-x");
        assertThat(mode(target.resolve("d1"))).isEqualTo(replaces ? "rwx------" : "rwxrwxr-x");
        assertThat(result.keptEntries()).isEqualTo(replaces ? 0 : 2);
        assertThat(Files.getLastModifiedTime(target.resolve("d1")))
                .isEqualTo(Files.getLastModifiedTime(source.resolve("d1")));
        if (policy == ConflictPolicy.FAIL) {
            assertThat(result.notices())
                    .singleElement()
                    .asString()
                    .contains("--force", "on 2 entries", "d1: mode 775 instead of 700");
        } else {
            assertThat(result.notices()).isEmpty();
        }
    }

    @Test
    void anEmptyDirectoryBecomesTheSnapshots() throws Exception {
        Files.createDirectories(target);
        assertThat(restore(ConflictPolicy.FAIL).notices()).isEmpty();
        assertThat(TreeComparison.compare(source, target)).isEmpty();

        target = directory.resolve("other");
        Files.createDirectories(target.resolve("d1"));
        restore(ConflictPolicy.KEEP);
        assertThat(TreeComparison.compare(source.resolve("d1"), target.resolve("d1")))
                .isEmpty();
    }

    @Test
    void aTimeAloneIsGivenBack() throws Exception {
        restore(ConflictPolicy.FAIL);
        Files.delete(target.resolve("d1/f1"));
        Files.setLastModifiedTime(target.resolve("d1"), FileTime.fromMillis(1));

        assertThat(restore(ConflictPolicy.FAIL).notices()).isEmpty();
        assertThat(TreeComparison.compare(source, target)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ConflictPolicy.class)
    void whatABrokenOffRestoreHasMadeIsFinished(ConflictPolicy policy) throws Exception {
        try (TargetDirectory begun = TargetDirectory.openExclusive(target, Posix.best(), Ownership.BY_NAME)) {
            begun.createDirectory(EntryPath.of("d1"));
            begun.markUnfinished(EntryPath.of("d1"));
        }
        setMode(source.resolve("d1"), "rwx--x--x");
        repository.backUp(source);
        Files.createFile(target.resolve("d1/something"));

        RestoreResult result = restore(policy);

        assertThat(result.notices()).isEmpty();
        assertThat(mode(target)).isEqualTo("rwx------");
        assertThat(mode(target.resolve("d1"))).isEqualTo("rwx--x--x");
    }
}
