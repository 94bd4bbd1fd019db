package dev.holdfast.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.restore.ConflictPolicy;
import dev.holdfast.api.restore.IncompleteRestoreException;
import dev.holdfast.api.restore.RestoreResult;
import dev.holdfast.core.testing.SmallTree;
import dev.holdfast.core.testing.TestRepository;
import dev.holdfast.core.testing.TreeComparison;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConflictTest {

    @TempDir
    Path directory;

    private Path source;
    private Path target;
    private TestRepository repository;

    @BeforeEach
    void backUp() throws IOException {
        source = SmallTree.create(directory.resolve("source"), 3);
        Files.createLink(source.resolve("zlink"), source.resolve("d1/f1"));
        Files.createSymbolicLink(source.resolve("d2/link"), Path.of("../d1/f1"));
        target = directory.resolve("deep/below/target");
        repository = new TestRepository(directory.resolve("state"));
        repository.backUp(source);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private RestoreResult restore(ConflictPolicy policy) {
        return repository.newest().restore().as(target).onConflict(policy).run();
    }

    @Test
    void missingParentsAreMadeAndAllComesBack() throws Exception {
        RestoreResult result = restore(ConflictPolicy.FAIL);
        assertThat(result.requireComplete().failures()).isEmpty();
        assertThat(TreeComparison.compare(source, target)).isEmpty();
    }

    @Test
    void aDifferingFileIsAFailureThatNamesItAndTheRestIsRestored() throws Exception {
        Files.createDirectories(target.resolve("d1"));
        Files.writeString(target.resolve("d1/f1"), "mine");
        RestoreResult result = restore(ConflictPolicy.FAIL);
        assertThat(result.failures())
                .extracting(failure -> failure.path().toString())
                .containsExactly("d1/f1");
        assertThatThrownBy(result::requireComplete)
                .isInstanceOf(IncompleteRestoreException.class)
                .hasMessageContainingAll(
                        "an entry of snapshot " + result.snapshot().id(), "d1/f1");
        assertThat(target.resolve("d1/f1")).hasContent("mine");
        assertThat(target.resolve("zlink")).hasSameBinaryContentAs(source.resolve("zlink"));
        assertThat(target.resolve("large")).hasSameBinaryContentAs(source.resolve("large"));
    }

    @Test
    void whatIsInTheWayOfAFilesFirstNameIsNotInTheWayOfItsOthers() throws Exception {
        Files.createLink(source.resolve("zlink2"), source.resolve("zlink"));
        repository.backUp(source);
        Files.createDirectories(target);
        Files.writeString(target.resolve("d1"), "no directory");
        RestoreResult result = restore(ConflictPolicy.OVERWRITE);
        assertThat(result.failures())
                .extracting(failure -> failure.path().toString())
                .contains("d1", "d1/f1")
                .doesNotContain("zlink", "zlink2");
        assertThat(target.resolve("zlink")).hasSameBinaryContentAs(source.resolve("zlink"));
        assertThat(Files.isSameFile(target.resolve("zlink"), target.resolve("zlink2")))
                .isTrue();
    }

    @Test
    void namesThatAreCopiesInsteadOfLinksAreLeftAloneUnlessTheyMayBeReplaced() throws Exception {
        restore(ConflictPolicy.FAIL);
        Files.delete(target.resolve("zlink"));
        Files.copy(target.resolve("d1/f1"), target.resolve("zlink"), StandardCopyOption.COPY_ATTRIBUTES);
        assertThat(restore(ConflictPolicy.FAIL).failures()).isEmpty();
        assertThat(restore(ConflictPolicy.KEEP).keptEntries()).isZero();
        assertThat(Files.isSameFile(target.resolve("zlink"), target.resolve("d1/f1")))
                .isFalse();
        restore(ConflictPolicy.OVERWRITE);
        assertThat(Files.isSameFile(target.resolve("zlink"), target.resolve("d1/f1")))
                .isTrue();
    }

    @Test
    void aSymbolicLinkThatLeadsElsewhereIsInTheWay() throws Exception {
        Files.createDirectories(target.resolve("d2"));
        Path link = Files.createSymbolicLink(target.resolve("d2/link"), Path.of("elsewhere"));
        assertThat(restore(ConflictPolicy.FAIL).failures())
                .extracting(failure -> failure.path().toString())
                .containsExactly("d2/link");
        assertThat(restore(ConflictPolicy.KEEP).keptEntries()).isEqualTo(1);
        assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("elsewhere"));
        assertThat(restore(ConflictPolicy.OVERWRITE).failures()).isEmpty();
        assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("../d1/f1"));
    }

    @Test
    void aDifferingFileOfEqualSizeAndTimeIsSeen() throws Exception {
        restore(ConflictPolicy.FAIL);
        Path file = target.resolve("d1/f1");
        FileTime time = Files.getLastModifiedTime(file);
        Files.delete(file);
        Files.write(file, new byte[(int) Files.size(source.resolve("d1/f1"))]);
        Files.setLastModifiedTime(file, time);
        assertThat(restore(ConflictPolicy.FAIL).failures())
                .extracting(failure -> failure.path().toString())
                .contains("d1/f1");
        assertThat(restore(ConflictPolicy.OVERWRITE).failures()).isEmpty();
        assertThat(TreeComparison.compare(source, target)).isEmpty();
    }

    @Test
    void keepingLeavesWhatIsThereAndCountsIt() throws Exception {
        Files.createDirectories(target.resolve("d1"));
        Files.writeString(target.resolve("d1/f2"), "mine");
        RestoreResult result = restore(ConflictPolicy.KEEP);
        assertThat(result.failures()).isEmpty();
        assertThat(result.keptEntries()).isEqualTo(1);
        assertThat(target.resolve("d1/f2")).hasContent("mine");
    }

    @ParameterizedTest
    @EnumSource(ConflictPolicy.class)
    void whatIsAsTheSnapshotHasItIsLeftWithoutATrace(ConflictPolicy policy) throws Exception {
        restore(ConflictPolicy.FAIL);
        Map<Path, Object> before = timesOfChange(target);
        RestoreResult result = restore(policy);
        assertThat(result.failures()).isEmpty();
        assertThat(result.restoredEntries()).isZero();
        assertThat(timesOfChange(target)).isEqualTo(before);
    }

    static Map<Path, Object> timesOfChange(Path target) throws IOException {
        Map<Path, Object> times = new TreeMap<>();
        try (Stream<Path> entries = Files.walk(target)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                times.put(entry, Files.getAttribute(entry, "unix:ctime", LinkOption.NOFOLLOW_LINKS));
            }
        }
        return times;
    }

    @Test
    void anEqualFileWithAnotherTimeOnlyGetsItsTimeBack() throws Exception {
        restore(ConflictPolicy.FAIL);
        Path file = target.resolve("d0/f3");
        Object inode = Files.getAttribute(file, "unix:ino");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        RestoreResult result = restore(ConflictPolicy.FAIL);
        assertThat(result.failures()).isEmpty();
        assertThat(result.restoredBytes()).isZero();
        assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(inode);
        assertThat(TreeComparison.compare(source, target)).isEmpty();
    }

    @Test
    void attributesThatTheSnapshotDoesNotKnowAreRemovedOnlyWhereEntriesMayBeReplaced() throws Exception {
        restore(ConflictPolicy.FAIL);
        for (Path path : List.of(target, target.resolve("d1"), target.resolve("d1/f1"))) {
            assumeTrue(Files.getFileStore(path).supportsFileAttributeView("user"), "attributes are not kept here");
            Files.setAttribute(path, "user:mine", ByteBuffer.wrap(new byte[] {1}));
        }
        Files.setLastModifiedTime(target.resolve("d1"), FileTime.fromMillis(1));

        assertThat(restore(ConflictPolicy.KEEP).failures()).isEmpty();
        assertThat(restore(ConflictPolicy.FAIL).failures()).isEmpty();
        for (Path path : List.of(target, target.resolve("d1"), target.resolve("d1/f1"))) {
            assertThat(Files.getAttribute(path, "user:mine")).isEqualTo(new byte[] {1});
        }
        restore(ConflictPolicy.OVERWRITE);
        assertThat(TreeComparison.compare(source, target)).isEmpty();
    }

    @Test
    void aFileIsNotReplacedByADirectoryNorTheReverse() throws Exception {
        Files.createDirectories(target.resolve("large/inside"));
        Files.writeString(target.resolve("d1"), "a file");
        RestoreResult result = restore(ConflictPolicy.OVERWRITE);
        assertThat(result.failures())
                .extracting(failure -> failure.path().toString())
                .contains("large", "d1", "d1/f1")
                .doesNotContain("d0", "d2/f1");
        assertThat(target.resolve("d1")).hasContent("a file");
        assertThat(target.resolve("large/inside")).isDirectory();
    }

    @Test
    void aDirectoryThatMayNotBeWrittenCostsWhatLiesInItAndNothingElse() throws Exception {
        assumeFalse(System.getProperty("user.name").equals("root"), "root writes everywhere: run as a plain user");
        Path locked = Files.createDirectories(target.resolve("d1"));
        Files.createDirectory(locked.resolve("not-ours"));
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            RestoreResult result = restore(ConflictPolicy.OVERWRITE);
            assertThat(result.failures())
                    .extracting(failure -> failure.path().toString())
                    .contains("d0", "large")
                    .doesNotContain("d1/f2");
            assertThat(target.resolve("d1/f2")).hasSameBinaryContentAs(source.resolve("d1/f2"));
        } finally {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** As of a file that root has backed up and its owner has restored once. */
    @ParameterizedTest
    @EnumSource(ConflictPolicy.class)
    void aFileThatMayNotBeReadIsReplacedOrKeptOrLeftAloneWithAReason(ConflictPolicy policy) throws Exception {
        Files.createDirectories(target.resolve("d1"));
        Path shut = target.resolve("d1/f1");
        Files.copy(source.resolve("d1/f1"), shut);
        Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(shut), "root may read everything");
        RestoreResult result = restore(policy);
        assertThat(result.keptEntries()).isEqualTo(policy == ConflictPolicy.KEEP ? 1 : 0);
        assertThat(Files.isReadable(shut)).isEqualTo(policy == ConflictPolicy.OVERWRITE);
        assertThat(result.failures())
                .extracting(Failure::reason)
                .allMatch(reason -> reason.contains("left alone: permission denied"));
        assertThat(result.failures()).hasSize(policy == ConflictPolicy.FAIL ? 1 : 0);
    }

    @Test
    void nothingIsWrittenThroughASymbolicLink() throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Path victim = Files.writeString(directory.resolve("victim"), "untouched");
        Files.createDirectories(target);
        Files.createSymbolicLink(target.resolve("d1"), outside);
        Files.createDirectory(target.resolve("d0"));
        Files.createSymbolicLink(target.resolve("d0/f1"), victim);
        RestoreResult result = restore(ConflictPolicy.OVERWRITE);
        try (Stream<Path> entries = Files.list(outside)) {
            assertThat(entries).isEmpty();
        }
        assertThat(victim).hasContent("untouched");
        assertThat(target.resolve("d0/f1")).hasSameBinaryContentAs(source.resolve("d0/f1"));
        assertThat(Files.isSymbolicLink(target.resolve("d0/f1"))).isFalse();
        assertThat(Files.isSymbolicLink(target.resolve("d1"))).isTrue();
        assertThat(result.failures())
                .extracting(failure -> failure.path().toString())
                .contains("d1", "d1/f1");
    }

    /** Two spellings of one file, as on a file system that ignores case after the first of them was restored. */
    @ParameterizedTest
    @EnumSource(ConflictPolicy.class)
    void aFileIsNotTakenForAnotherWhoseNameTheTargetTakesForItsOwn(ConflictPolicy policy) throws Exception {
        Files.writeString(source.resolve("d1/NAME"), "one");
        Files.writeString(source.resolve("d1/name"), "two");
        repository.backUp(source);
        Files.createDirectories(target.resolve("d1"));
        Files.writeString(target.resolve("d1/NAME"), "one");
        Files.createLink(target.resolve("d1/name"), target.resolve("d1/NAME"));
        RestoreResult result = restore(policy);
        assertThat(result.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.path()).hasToString("d1/name");
            assertThat(failure.reason()).contains("takes its name for that of \"d1/NAME\"");
        });
        assertThat(target.resolve("d1/NAME")).hasContent("one");
        assertThat(target.resolve("d1/name")).hasContent("one");
    }

    @Test
    void whatTheSnapshotDoesNotHaveStays() throws Exception {
        Files.createDirectories(target.resolve("d1"));
        Files.writeString(target.resolve("d1/other"), "stays");
        assertThat(restore(ConflictPolicy.OVERWRITE).failures()).isEmpty();
        assertThat(target.resolve("d1/other")).hasContent("stays");
    }

    @Test
    void oneFileBecomesExactlyTheTarget() throws Exception {
        Path file = directory.resolve("new/name.bin");
        RestoreResult result =
                repository.newest().restore().path("d1/f1").as(file).run();
        assertThat(result.restoredEntries()).isEqualTo(1);
        assertThat(file).hasSameBinaryContentAs(source.resolve("d1/f1"));
    }

    @Test
    void chosenPathsArePutUnderTheirLastNames() throws Exception {
        RestoreResult result = repository
                .newest()
                .restore()
                .path("d1")
                .path("large")
                .path("zlink")
                .into(target)
                .run();
        assertThat(result.failures()).isEmpty();
        assertThat(TreeComparison.compare(source.resolve("d1"), target.resolve("d1")))
                .allMatch(line -> line.contains("number of links"));
        assertThat(target.resolve("large")).hasSameBinaryContentAs(source.resolve("large"));
        assertThat(target.resolve("zlink")).hasSameBinaryContentAs(source.resolve("d1/f1"));
        assertThat(Files.exists(target.resolve("d0"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }

    @Test
    void twoPathsOfOneNameAreRefusedBeforeAnythingIsWritten() {
        assertThatThrownBy(() -> repository
                        .newest()
                        .restore()
                        .path("d1/f1")
                        .path("d2/f1")
                        .into(target)
                        .run())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("f1");
        assertThat(target).doesNotExist();
    }

    @Test
    void anAbsentPathIsNotFound() {
        assertThatThrownBy(() -> repository
                        .newest()
                        .restore()
                        .path("d1/nothing")
                        .as(target)
                        .run())
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("d1/nothing");
        assertThat(target).doesNotExist();
    }

    @Test
    void anInterruptEndsItWithoutTemporaryFiles() throws Exception {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> restore(ConflictPolicy.FAIL)).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        if (Files.exists(target)) {
            try (Stream<Path> entries = Files.walk(target)) {
                assertThat(entries)
                        .noneMatch(path -> path.getFileName().toString().startsWith(".holdfast"));
            }
        }
    }
}
