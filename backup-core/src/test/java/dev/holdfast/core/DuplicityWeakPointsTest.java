package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.api.model.Notice;
import dev.holdfast.api.restore.RestoreResult;
import dev.holdfast.api.selection.Selection;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.core.storage.MemoryStorage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What hurts in Duplicity, where no other test shows that it does not hurt here. */
@Timeout(120)
class DuplicityWeakPointsTest {

    @TempDir
    private Path directory;

    private Workbench bench;

    @BeforeEach
    void makeSource() throws IOException {
        bench = new Workbench(directory);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void delete(String prefix) {
        try (Stream<ObjectInfo> objects = bench.memory.list(prefix, "")) {
            bench.memory.delete(List.of(objects.findFirst().orElseThrow().key()));
        }
    }

    /** There the run ends with success, restores lack these changes, and later runs see nothing to do. */
    @Test
    void whatChangedBeforeARunIsResumedIsInIt() throws Exception {
        bench.checkpoints = Duration.ZERO;
        for (char name = 'a'; name <= 'h'; name++) {
            bench.write(name + "/large", 1_200_000, name);
            bench.write(name + "/small", "text of " + name);
        }
        bench.faults.onPutIfAbsent().matching("log/").from(3).failPermanently();
        assertThatThrownBy(bench::backUp).isInstanceOf(StorageException.class);
        bench.die();
        bench.write("a/added", "sorts before the place where the run ended");
        bench.write("a/large", 1_100_000, 77);
        Files.delete(bench.source.resolve("b/large"));
        bench.write("f/added", "sorts behind it");

        BackupResult resumed = bench.backUp();

        assertThat(resumed.notices()).extracting(Notice::kind).contains(Notice.Kind.RESUMED);
        bench.assertNewestEqualsSource();
        assertThat(bench.backUp().changedFiles()).isZero();
        bench.assertNewestEqualsSource();
    }

    /** There a volume may vanish and status still says that all is well, until a restore ends in a stack trace. */
    @Test
    void theStatusNamesAVolumeThatVanished() throws IOException {
        bench.write("noise", 300_000, 1);
        bench.backUp();
        delete("data/");

        try (BackupRepository repository = bench.open()) {
            assertThat(repository.status().damagedObjects())
                    .singleElement()
                    .asString()
                    .startsWith("data/");
        }
    }

    /** There one lost volume makes the whole chain useless, and a missing key of one set all that follow. */
    @Test
    void whatALostVolumeHeldIsLostAndNothingElse() throws Exception {
        bench.write("a", 300_000, 1);
        bench.backUp();
        delete("data/");
        bench.write("b", 300_000, 2);
        bench.backUp();

        try (BackupRepository repository = bench.open()) {
            RestoreResult result = repository
                    .snapshots()
                    .newest()
                    .orElseThrow()
                    .restore()
                    .as(directory.resolve("restored"))
                    .run();
            assertThat(result.failures()).singleElement().asString().startsWith("a:");
        }
        assertThat(directory.resolve("restored/b")).hasSameBinaryContentAs(bench.source.resolve("b"));
        assertThat(directory.resolve("restored/a")).doesNotExist();
    }

    /** There size and content are not compared, so this is never backed up. */
    @Test
    void contentReplacedUnderTheSameTimeAndSizeIsBackedUp() throws Exception {
        Path file = bench.write("file", "one");
        FileTime time = Files.getLastModifiedTime(file);
        bench.backUp();
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, time);

        assertThat(bench.backUp().changedFiles()).isEqualTo(1);
        bench.assertNewestEqualsSource();
    }

    /** There a time is cut to its second. */
    @Test
    void aTimeThatDiffersByNanosecondsIsKept() throws Exception {
        Path file = bench.write("file", "content");
        bench.backUp();
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_700_000_000, 999_999_999)));

        assertThat(bench.backUp().changedFiles()).isEqualTo(1);
        bench.assertNewestEqualsSource();
    }

    /** There each edit sends the signature of the whole file again, twelve bytes for every two KiB. */
    @Test
    void aSmallEditOfALargeFileStoresLittle() throws Exception {
        Path file = bench.write("large", 24_000_000, 1);
        bench.backUp();
        try (RandomAccessFile edited = new RandomAccessFile(file.toFile(), "rw")) {
            edited.seek(12_000_000);
            edited.write("an edit".getBytes(StandardCharsets.UTF_8));
        }
        bench.storage.reset();

        BackupResult result = bench.backUp();

        assertThat(result.changedFiles()).isEqualTo(1);
        assertThat(bench.storage.bytesWritten("catalog/")).isLessThan(24_000_000 * 12 / 2_048);
        assertThat(result.storedBytes()).isLessThan(1_000_000);
        bench.assertNewestEqualsSource();
    }

    /** There the oldest backup is restored without a word. */
    @Test
    void aTimeBeforeTheFirstSnapshotIsAnErrorThatNamesTheFirst() throws IOException {
        bench.write("file", "content");
        bench.clock = Clock.fixed(Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC);
        bench.backUp();

        try (BackupRepository repository = bench.open()) {
            assertThatThrownBy(() -> repository.snapshots().asOf(Instant.parse("2026-02-28T23:59:59Z")))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("2026-03-01");
        }
    }

    /** There a wrong URL wipes the cache, and without a secret key even a full backup fails then. */
    @Test
    void aLookAtAnotherRepositoryLeavesTheLocalStateOfThisOne() throws Exception {
        bench.write("file", "content");
        bench.backUp();
        List<Path> before = files(bench.localState);
        assertThatThrownBy(() -> Holdfast.repository()
                        .storage(MemoryStorage.create())
                        .unencrypted()
                        .localState(bench.localState)
                        .open())
                .isInstanceOf(NotFoundException.class);
        try (BackupRepository other = Holdfast.repository()
                .storage(MemoryStorage.create())
                .unencrypted()
                .localState(bench.localState)
                .create()) {
            other.backup().source(bench.source).run();
        }

        assertThat(files(bench.localState)).containsAll(before);
        assertThat(bench.backUp().unchangedFiles()).isEqualTo(1);
    }

    /** There the cache is readable by everybody whom the umask lets. */
    @Test
    void localStateIsForItsOwnerAloneAndHasNoContent() throws Exception {
        String secret = "a sentence that stands in no listing";
        bench.write("file", secret);
        bench.backUp();

        try (Stream<Path> all = Files.walk(bench.localState)) {
            for (Path path : all.toList()) {
                if (path.equals(bench.localState)) {
                    // What is below can be reached by nobody else either.
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .as(path.toString())
                            .isEqualTo("rwx------");
                } else if (Files.isRegularFile(path)) {
                    assertThat(Files.readString(path, StandardCharsets.ISO_8859_1))
                            .as(path.toString())
                            .doesNotContain(secret);
                }
            }
        }
    }

    /** There each restore of a file that changed k times writes it k times to temporary files. */
    @Test
    void aRestoreNeedsNoTemporarySpaceBesideItsTarget() throws Exception {
        for (int i = 0; i < 3; i++) {
            bench.write("file", 400_000 + i, i);
            bench.backUp();
        }
        List<Path> before = files(bench.localState);

        bench.assertNewestEqualsSource();

        assertThat(files(bench.localState)).containsExactlyElementsOf(before);
        assertThat(files(directory.resolve("restored-0"))).containsExactly(directory.resolve("restored-0/file"));
    }

    /** There a forgotten {@code --exclude '**'} makes files vanish that no condition names. */
    @Test
    void aFileThatNoRuleNamesIsBackedUp() throws Exception {
        bench.write("a.py", "code");
        bench.write("notes.txt", "text");
        bench.write("junk/junk", "junk");
        Selection selection = Selection.all().include("**.py").exclude("**/junk");

        try (BackupRepository repository = bench.open()) {
            repository.backup().source(bench.source, selection).run();
            assertThat(repository.snapshots().newest().orElseThrow().files()).isEqualTo(2);
        }
    }

    /** There a chain must be begun again from time to time, and everything is sent again. */
    @Test
    void aChainNeedsNoFullBackupEver() throws Exception {
        bench.write("large", 3_000_000, 1);
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        for (int month = 0; month < 12; month++) {
            bench.clock = Clock.fixed(start.plus(Duration.ofDays(31L * month)), ZoneOffset.UTC);
            bench.write("small", "month " + month);
            bench.backUp();
        }

        try (BackupRepository repository = bench.open()) {
            assertThat(repository.status().chains())
                    .singleElement()
                    .satisfies(chain -> assertThat(chain.snapshots()).hasSize(12));
            assertThat(repository.status().bytes()).isLessThan(2 * 3_000_000);
            bench.assertEquals(repository.snapshots().newest().orElseThrow(), bench.source);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
