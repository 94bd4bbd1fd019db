package dev.holdfast.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.holdfast.api.SnapshotEntry;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.backup.IncompleteBackupException;
import dev.holdfast.api.error.BackupException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.model.Notice;
import dev.holdfast.core.posix.ExtendedAttribute;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.testing.TestRepository;
import dev.holdfast.core.testing.TreeComparison;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change, shrink, grow or vanish between being opened and being read, and what cannot be read at all. */
class ChangingSourceTest {

    private static final int SIZE = 300_000;

    @TempDir
    Path directory;

    private Path source;
    private Path file;
    private byte[] content;
    private TestRepository repository;
    /** What happens to the file each time that it has been opened. */
    private Change change = () -> {};

    private List<ExtendedAttribute> attributes = List.of();

    /** What happens to the folder each time before its attributes are read. */
    private Change folderChange = () -> {};

    private int restores;

    private interface Change {
        void make() throws IOException;
    }

    @BeforeEach
    void makeSource() throws IOException {
        source = Files.createDirectories(directory.resolve("source"));
        Files.writeString(source.resolve("neighbour"), "neighbour");
        file = source.resolve("file");
        content = new byte[SIZE];
        new SplittableRandom(1).nextBytes(content);
        Files.write(file, content);
        repository = new TestRepository(directory.resolve("state"), changing(Posix.best()));
    }

    @AfterEach
    void close() {
        repository.close();
    }

    /** Holes are looked for once a file is open and before it is read. */
    private Posix changing(Posix posix) {
        return (Posix) Proxy.newProxyInstance(
                Posix.class.getClassLoader(), new Class<?>[] {Posix.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("attributes") && ((Path) arguments[0]).endsWith("file")) {
                        return attributes;
                    }
                    if (method.getName().equals("attributes") && ((Path) arguments[0]).endsWith("folder")) {
                        folderChange.make();
                    }
                    if (method.getName().equals("findHoles") && ((Path) arguments[0]).endsWith("file")) {
                        change.make();
                    }
                    try {
                        return method.invoke(posix, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void truncateTo(int bytes) throws IOException {
        Files.write(file, Arrays.copyOf(content, bytes));
    }

    private byte[] stored() throws IOException {
        try (InputStream in = repository.newest().open("file")) {
            return in.readAllBytes();
        }
    }

    private BackupResult quietRun() {
        change = () -> {};
        BackupResult result = repository.backUp(source);
        assertThat(result.failureCount()).isZero();
        return result;
    }

    private void assertRestoredEqualsSource() throws Exception {
        Path restored = directory.resolve("restored-" + restores++);
        assertThat(repository.newest().restore().as(restored).run().failures()).isEmpty();
        assertThat(TreeComparison.compare(source, restored)).isEmpty();
    }

    @Test
    void aFileThatShrinksOnceIsReadAgain() throws Exception {
        change = () -> {
            truncateTo(100_000);
            change = () -> {};
        };
        assertThat(repository.backUp(source).failureCount()).isZero();
        assertRestoredEqualsSource();
    }

    @Test
    void aFileThatShrinksAgainAndAgainIsAFailureAndNeverStoredCut() throws Exception {
        int[] size = {SIZE};
        change = () -> truncateTo(size[0] -= 30_000);

        BackupResult result = repository.backUp(source);

        assertThat(result.failures())
                .extracting(failure -> failure.path().toString())
                .containsExactly("file");
        assertThat(result.failures().get(0).kind()).isEqualTo(Failure.Kind.CHANGED);
        assertThat(result.failures().get(0).reason()).contains("less than its size says");
        assertThatThrownBy(result::requireComplete)
                .isInstanceOf(IncompleteBackupException.class)
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("file");
        assertThat(result.snapshot().entry("file").orElseThrow().failed()).isTrue();
        assertThatThrownBy(this::stored).isInstanceOf(NotFoundException.class);
        quietRun();
        assertRestoredEqualsSource();
    }

    @Test
    void aFileThatFailsKeepsItsFormerContent() throws Exception {
        BackupResult first = repository.backUp(source);
        byte[] before = content.clone();
        new SplittableRandom(2).nextBytes(content);
        int[] size = {SIZE};
        truncateTo(SIZE);
        change = () -> truncateTo(size[0] -= 30_000);

        BackupResult second = repository.backUp(source);

        assertThat(second.failures()).hasSize(1);
        SnapshotEntry kept = second.snapshot().entry("file").orElseThrow();
        assertThat(kept.keptFrom()).contains(first.snapshot().id());
        assertThat(stored()).isEqualTo(before);
        quietRun();
        assertRestoredEqualsSource();
    }

    @Test
    void anotherNameOfAFileKeepsTheContentThatBothHad() throws Exception {
        Path first = source.resolve("a");
        Files.createLink(first, file);
        repository.backUp(source);
        Files.delete(first);
        Files.write(first, new byte[SIZE]);
        change = () -> {
            throw new IOException("the disk is bad");
        };

        BackupResult result = repository.backUp(source);

        assertThat(result.failures())
                .extracting(failure -> failure.path().toString())
                .containsExactly("file");
        Path target = directory.resolve("target");
        assertThat(result.snapshot().restore().as(target).run().failures()).isEmpty();
        assertThat(target.resolve("a")).hasBinaryContent(new byte[SIZE]);
        assertThat(target.resolve("file")).hasBinaryContent(content);
    }

    /** What a snapshot has below a path, or of one, restored by itself. */
    private Path restored(String path) throws IOException {
        Path target = directory.resolve("target-" + path);
        assertThat(repository.newest().restore().path(path).as(target).run().failures())
                .isEmpty();
        return target;
    }

    @Test
    void theOtherNameOfAFileThatGrowsIsListedAsThatFile() throws Exception {
        Files.createLink(source.resolve("other"), file);
        change = () -> Files.write(file, new byte[1_000], StandardOpenOption.APPEND);

        BackupResult result = repository.backUp(source);

        assertThat(result.failures()).isEmpty();
        assertThat(restored("other")).hasBinaryContent(stored());
        Path whole = directory.resolve("whole");
        assertThat(result.snapshot().restore().as(whole).run().failures()).isEmpty();
        assertThat(whole.resolve("other")).hasBinaryContent(stored());
        assertThat(repository.verify().data().run().findings()).isEmpty();
        quietRun();
        assertRestoredEqualsSource();
    }

    @Test
    void aFileThatIsReplacedDoesNotLendItsNewContentToItsFormerOtherNames() throws Exception {
        Path other = Files.createLink(source.resolve("other"), file);
        Path third = Files.createLink(source.resolve("third"), file);
        repository.backUp(source);
        Files.delete(other);
        Files.createLink(other, file);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
        byte[] replaced = new byte[SIZE];
        change = () -> {
            change = () -> {};
            Path made = Files.write(directory.resolve("made"), replaced);
            Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
        };

        BackupResult result = repository.backUp(source);

        assertThat(result.failures())
                .extracting(failure -> failure.path().toString())
                .containsExactly("other", "third");
        assertThat(stored()).isEqualTo(replaced);
        assertThat(restored("other")).hasBinaryContent(content);
        assertThat(restored("third")).hasBinaryContent(content);
        assertThat(Files.size(third)).isEqualTo(SIZE);
        quietRun();
        assertRestoredEqualsSource();
    }

    @Test
    void anotherNameKeepsItsOwnFormerContentWhenTheFileThatItHasJoinedCannotBeRead() throws Exception {
        Path other = Files.writeString(source.resolve("other"), "other");
        repository.backUp(source);
        Files.delete(file);
        Files.write(file, new byte[2 * SIZE]);
        Files.delete(other);
        Files.createLink(other, file);
        Files.createLink(source.resolve("third"), file);
        change = () -> {
            throw new IOException("the disk is bad");
        };

        BackupResult result = repository.backUp(source);

        assertThat(result.failures())
                .extracting(failure -> failure.path().toString())
                .containsExactly("file", "other", "third");
        assertThat(stored()).isEqualTo(content);
        assertThat(restored("other")).hasContent("other");
        assertThat(result.snapshot().entry("third").orElseThrow().failed()).isTrue();
        assertThat(repository.verify().data().run().findings()).isEmpty();
        quietRun();
        assertRestoredEqualsSource();
    }

    @Test
    void bothNamesOfAFileThatCannotBeReadStayOneFileAsItWas() throws Exception {
        Files.createLink(source.resolve("other"), file);
        repository.backUp(source);
        Files.write(file, new byte[10], StandardOpenOption.APPEND);
        change = () -> {
            throw new IOException("the disk is bad");
        };

        BackupResult result = repository.backUp(source);

        assertThat(result.failures())
                .extracting(failure -> failure.path().toString())
                .containsExactly("file", "other");
        assertThat(restored("other")).hasBinaryContent(content);
        Path whole = directory.resolve("whole");
        assertThat(result.snapshot().restore().as(whole).run().failures()).isEmpty();
        assertThat(Files.isSameFile(whole.resolve("file"), whole.resolve("other")))
                .isTrue();
        assertThat(whole.resolve("other")).hasBinaryContent(content);
    }

    @Test
    void theOtherNameOfAFileThatVanishesKeepsWhatItHad() throws Exception {
        Files.createLink(source.resolve("other"), file);
        repository.backUp(source);
        change = () -> Files.deleteIfExists(file);

        BackupResult result = repository.backUp(source);

        assertThat(result.failures())
                .extracting(failure -> failure.path().toString())
                .containsExactly("other");
        assertThat(result.snapshot().entry("file")).isEmpty();
        assertThat(restored("other")).hasBinaryContent(content);
        quietRun();
        assertRestoredEqualsSource();
    }

    @Test
    void aFileThatOnlyGrowsIsStoredAsFarAsItWasThere() throws Exception {
        change = () -> Files.write(file, new byte[1_000], StandardOpenOption.APPEND);

        BackupResult result = repository.backUp(source);

        assertThat(result.failureCount()).isZero();
        byte[] stored = stored();
        assertThat(stored).startsWith(content).hasSizeGreaterThanOrEqualTo(SIZE);
        assertThat(Files.size(file)).isGreaterThan(stored.length);
        assertThat(quietRun().changedFiles()).isEqualTo(1);
        assertRestoredEqualsSource();
    }

    @Test
    void aFileThatIsOverwrittenAgainAndAgainIsReported() throws Exception {
        SplittableRandom random = new SplittableRandom(3);
        change = () -> {
            random.nextBytes(content);
            Files.write(file, content);
        };

        BackupResult result = repository.backUp(source);

        assertThat(result.failures())
                .extracting(failure -> failure.kind() + ": " + failure.reason())
                .singleElement()
                .asString()
                .startsWith("CHANGED: changed each of");
        quietRun();
        assertRestoredEqualsSource();
    }

    @Test
    void aFileThatVanishesIsLeftOutAndCounted() throws Exception {
        change = () -> Files.delete(file);

        BackupResult result = repository.backUp(source);

        assertThat(result.failureCount()).isZero();
        assertThat(result.notices())
                .anyMatch(notice -> notice.kind() == Notice.Kind.NOT_KEPT
                        && notice.message().startsWith("a file was deleted"));
        assertThat(result.snapshot().entry("file")).isEmpty();
        quietRun();
        assertRestoredEqualsSource();
    }

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
            assertThat(repository.backUp(source).failures())
                    .as(former)
                    .extracting(failure -> failure.path().toString())
                    .containsExactly("folder");
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
    void moreAttributesThanAnEntryCanHoldAreAFailureEachTimeAndTheContentIsKept() throws Exception {
        attributes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            attributes.add(new ExtendedAttribute(("user.a" + i).getBytes(StandardCharsets.US_ASCII), new byte[60_000]));
        }
        for (int run = 0; run < 2; run++) {
            BackupResult result = repository.backUp(source);
            assertThat(result.failures())
                    .extracting(failure -> failure.path().toString())
                    .containsExactly("file");
            assertThat(result.failures().get(0).reason()).contains("extended attributes");
            assertThat(stored()).isEqualTo(content);
        }
        attributes = attributes.subList(0, 2);
        quietRun();
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
            assertThat(second.failures())
                    .extracting(failure -> failure.path().toString())
                    .containsExactly("d");
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
