package dev.holdfast.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.core.Holdfast;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command says of a repository that is whole, damaged, or in use. */
class CheckingTest {

    @TempDir
    Path directory;

    private Shell shell;

    @BeforeEach
    void backUp() {
        shell = new Shell(directory);
        shell.write("source/notes.txt", "content");
        shell.write("source/other.txt", "other content");
        assertThat(shell.run("backup --tag first --encrypt-key @public.asc @source @@repo"))
                .isZero();
    }

    @Test
    void statusNeedsNoKey() {
        shell.run("backup --encrypt-key @public.asc @source @@repo");

        assertThat(shell.run("status --archive-dir @empty @@repo")).isZero();
        assertThat(shell.out())
                .contains(
                        "Chain ", "2 snapshots", "full ", "incremental ", "2 files", "unsigned", "first", "No partial");
        assertThat(shell.run("status --json --archive-dir @empty @@repo")).isZero();
        assertThat(shell.out())
                .startsWith("{\"command\":\"collection-status\"")
                .contains("\"tags\":[\"first\"]", "\"damagedObjects\":[]")
                .hasLineCount(1);
    }

    @Test
    void statusFailsWhereBackupsHaveStopped() {
        assertThat(shell.run("status --fail-if-older-than 26h @@repo")).isZero();
        assertThat(shell.run("status --current-time 2099-01-01 --fail-if-older-than 26h @@repo"))
                .isEqualTo(1);
        assertThat(shell.err()).contains("too old: the newest snapshot is of 20", "expected one since 2098-12-30");
    }

    /** Once a clock was ahead all snapshots are, and none of them says that backups go on. */
    @Test
    void aClockThatWasAheadIsNoticedByTheNextBackupAndByTheMonitor() {
        String backup = "backup --encrypt-key @public.asc @source @@repo";
        shell.run(backup + " --current-time 2099-01-01");

        assertThat(shell.run(backup)).isZero();
        assertThat(shell.err()).contains("notice: the snapshot bears the time 2099-01-01", "yet to come");
        assertThat(shell.run("status --fail-if-older-than 26h @@repo")).isEqualTo(1);
        assertThat(shell.err()).contains("2099-01-01", "yet to come");
    }

    @Test
    void verifySaysWhatItCheckedAndWhatNot() {
        assertThat(shell.run("verify @@repo")).isZero();
        assertThat(shell.out()).contains("against its hash", "not checked: that blocks open", "nothing is wrong");
        assertThat(shell.run("verify --presence-only @@repo")).isZero();
        assertThat(shell.out()).doesNotContain("against its hash").contains("not checked: the objects' bytes");
        assertThat(shell.run("verify --data --compare @source --secret-key @secret.asc @@repo"))
                .isZero();
        assertThat(shell.out())
                .contains(" opened, ", "compared with the catalogs", "3 entries against")
                .doesNotContain("not checked");
        assertThat(shell.run("verify --data @@repo")).isEqualTo(2);
        int parts = 0;
        for (String part : new String[] {"1/2", "2/2"}) {
            assertThat(shell.run("verify --part " + part + " @@repo")).isZero();
            parts += shell.out().contains("of other parts (--part)") ? 1 : 0;
        }
        assertThat(parts).isPositive();
        assertThat(shell.run("verify --part 3/2 @@repo")).isEqualTo(2);
        assertThat(shell.err()).contains("--part 3/2: name a part as 3/7");
    }

    @Test
    void damageIsRepairedFromTheSource() throws IOException {
        Path volume;
        try (Stream<Path> all = Files.walk(shell.path("repo/data"))) {
            volume = all.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        Files.delete(volume);
        String repair = "backup --encrypt-key @public.asc @source @@repo";

        assertThat(shell.run("verify @@repo")).isEqualTo(6);
        assertThat(shell.err()).contains(volume.getParent().getFileName().toString(), "backup --repair");
        assertThat(shell.run("status @@repo")).isEqualTo(6);
        assertThat(shell.err()).contains("backup --repair");
        assertThat(shell.run(repair + " --full --repair")).isEqualTo(2);
        assertThat(shell.run(repair + " --repair")).isZero();
        assertThat(shell.out()).startsWith("Incremental").contains("0 changed, 2 unchanged");
        assertThat(shell.err()).contains("damaged: data/", "was stored again");
        for (String again : new String[] {"verify", "status"}) {
            assertThat(shell.run(again + " @@repo")).isEqualTo(6);
            assertThat(shell.err())
                    .contains("the newest snapshot is whole", "1 older one (first: 2", "forget")
                    .doesNotContain("--repair");
        }
        assertThat(shell.run("restore --secret-key @secret.asc @@repo @restored"))
                .isZero();
        assertThat(shell.read("restored/notes.txt")).isEqualTo("content");
    }

    @Test
    void aLostVolumeIsNamedOnceForAFileThatItCosts() throws Exception {
        Path volume;
        try (Stream<Path> all = Files.walk(shell.path("repo/data"))) {
            volume = all.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        Files.delete(volume);
        String name = shell.path("repo").relativize(volume).toString();

        assertThat(shell.run("restore --path notes.txt --secret-key @secret.asc @@repo @restored"))
                .isEqualTo(1);
        assertThat(shell.err())
                .startsWith("failed: notes.txt: its content is damaged: ")
                .containsOnlyOnce(name);
    }

    @Test
    void whoHasNoHomeIsToldThatNothingIsRemembered() {
        assertThat(shell.with("HOME", "").run("backup --encrypt-key @public.asc @source @@repo"))
                .isZero();
        assertThat(shell.err()).contains("no local state is kept", "--archive-dir", "a new chain was begun");
    }

    @Test
    void aDifferenceEndsWith1AndIsNamed() {
        shell.write("source/notes.txt", "changed");

        assertThat(shell.run("verify --compare @source --secret-key @secret.asc @@repo"))
                .isEqualTo(1);
        assertThat(shell.err()).startsWith("wrong: difference: notes.txt").hasLineCount(1);
    }

    @Test
    void theComparisonIsRestrictedToAPathOrASelection() throws IOException {
        shell.write("source/cache/page", "page");
        shell.write("source/docs/a.txt", "a");
        shell.write("source/docs/b.tmp", "b");
        assertThat(shell.run("backup --encrypt-key @public.asc @source @@repo")).isZero();
        Files.delete(shell.path("source/cache/page"));
        shell.write("source/cache/later", "later");
        shell.write("source/docs/b.tmp", "changed");
        String verify = "verify --presence-only --secret-key @secret.asc @@repo --compare @source";

        assertThat(shell.run(verify)).isEqualTo(1);
        assertThat(shell.err()).contains("cache: ", "cache/page: ", "cache/later: ", "docs/b.tmp: ");
        assertThat(shell.run(verify + " --exclude @source/cache --exclude **.tmp"))
                .isZero();
        assertThat(shell.out()).contains("checked: 5 entries against ");
        assertThat(shell.run(verify + " --include @source/docs/b.tmp --exclude **"))
                .isEqualTo(1);
        assertThat(shell.err()).contains("docs/b.tmp: ").hasLineCount(1);
        assertThat(shell.run(verify + "/docs --path docs --exclude **.tmp")).isZero();
        assertThat(shell.out()).contains("checked: 2 entries against ");
        assertThat(
                        shell.run(
                                "verify --presence-only --secret-key @secret.asc --path docs --exclude **.tmp @@repo @source/docs"))
                .isZero();
        assertThat(shell.out()).contains("checked: 2 entries against ");
        assertThat(shell.run(verify + " @source")).isEqualTo(2);
        assertThat(shell.run(verify + "/docs/a.txt --path docs/a.txt")).isZero();
        assertThat(shell.out()).contains("checked: 1 entry against ");
        assertThat(shell.run(verify + "/docs/b.tmp --path docs/b.tmp")).isEqualTo(1);
        assertThat(shell.run(verify + " --snapshot " + first())).isEqualTo(1);
        assertThat(shell.err()).contains("docs: it is in the live tree").doesNotContain("docs/");

        assertThat(shell.run(verify + " --path nothing")).isEqualTo(3);
        assertThat(shell.err()).contains("there is no \"nothing\" in snapshot").hasLineCount(1);
        assertThat(shell.run(verify + " --exclude /elsewhere")).isEqualTo(2);
        assertThat(shell.run(verify + "/nowhere")).isEqualTo(3);
        assertThat(shell.run("verify @@repo --path docs")).isEqualTo(2);
        assertThat(shell.err()).contains("--compare").hasLineCount(1);
    }

    private String first() {
        assertThat(shell.run("collection-status --json @@repo")).isZero();
        return shell.out()
                .replaceFirst("(?s).*?\"snapshots\":\\[\\{\"snapshot\":\"([^\"]+)\".*", "$1")
                .strip();
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "catalog", "inventories", "manifests"})
    void aFlippedBitEndsWith6AndIsNamed(String kind) throws IOException {
        Path object = anyObject(kind);
        byte[] bytes = Files.readAllBytes(object);
        bytes[bytes.length / 2] ^= 4;
        Files.write(object, bytes);

        assertThat(shell.run("verify --archive-dir @empty @@repo"))
                .as(shell.out())
                .isEqualTo(6);
        assertThat(shell.err()).contains(kind + "/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "catalog", "inventories"})
    void anAbsentObjectEndsWith6AndIsNamed(String kind) throws IOException {
        Files.delete(anyObject(kind));

        assertThat(shell.run("verify --presence-only --archive-dir @empty @@repo"))
                .isEqualTo(6);
        assertThat(shell.err()).contains(kind + "/");
        assertThat(shell.run("status --archive-dir @empty @@repo")).isEqualTo(6);
        assertThat(shell.err()).contains(kind + "/");
    }

    /**
     * Byte 4 belongs to the key id of the first session-key packet, so that the block seems to be sealed for somebody
     * else.
     */
    @ParameterizedTest
    @ValueSource(ints = {4, 120})
    void damagedContentFailsItsFilesAndNoOthers(int at) throws IOException {
        shell.write("source/large", new byte[0]);
        shell.run("backup --encrypt-key @public.asc @source @@repo");
        Path volume = anyObject("data");
        byte[] bytes = Files.readAllBytes(volume);
        bytes[at] ^= 4;
        Files.write(volume, bytes);

        assertThat(shell.run("restore --secret-key @secret.asc @@repo @dest")).isEqualTo(1);
        assertThat(shell.err()).contains("failed: notes.txt: ");
        assertThat(shell.path("dest/notes.txt")).doesNotExist();
        assertThat(shell.path("dest/large")).exists();
    }

    @Test
    void aRemovedSignatureEndsWith6() throws IOException {
        shell.run("key generate --user-id Signer @signer");
        shell.run("backup --no-encryption --sign-key @signer/secret.asc @source @@signed");
        try (Stream<Path> files = Files.walk(shell.path("signed"))) {
            Files.delete(files.filter(path -> path.toString().endsWith(".sig"))
                    .findFirst()
                    .orElseThrow());
        }

        assertThat(shell.run("restore --no-encryption --expect-signer @signer/public.asc @@signed @dest"))
                .as("although the writer's local state knows the snapshot")
                .isEqualTo(6);
        assertThat(shell.path("dest")).doesNotExist();
    }

    @Test
    void anUnsignedSnapshotWhereASignerIsExpectedIsNotSaidToBeAbsent() {
        shell.run("key generate --user-id Signer @signer");

        assertThat(shell.run("collection-status --expect-signer @signer/public.asc @@repo"))
                .isEqualTo(6);
        assertThat(shell.out()).contains("absent, of a wrong size or not signed as expected");
        assertThat(shell.err())
                .contains("absent, of a wrong size or not signed as expected: manifests/")
                .contains("what to do: see first that the signers are expected who did sign");
    }

    @Test
    void aNewerFormatEndsWith2() throws IOException {
        try (Stream<Path> files = Files.walk(shell.path("repo/log"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(file, Files.readString(file).replace("\"version\":1", "\"version\":2"));
            }
        }

        assertThat(shell.run("status --archive-dir @empty @@repo")).isEqualTo(2);
        assertThat(shell.err()).startsWith("holdfast: ").hasLineCount(1);
    }

    @Test
    void aSecondWriterEndsWith4() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (BackupRepository repository = Holdfast.repository()
                .storage(shell.path("plain").toUri())
                .unencrypted()
                .create()) {
            Future<BackupResult> run = other.submit(() -> repository
                    .backup()
                    .source("stream", () -> {
                        reading.countDown();
                        await(release);
                        return InputStream.nullInputStream();
                    })
                    .run());
            reading.await();

            assertThat(shell.run("backup --no-encryption @source @@plain")).isEqualTo(4);
            assertThat(shell.err()).startsWith("holdfast: ").hasLineCount(1);
            release.countDown();
            run.get();
        } finally {
            release.countDown();
            other.shutdown();
        }
        assertThat(shell.run("backup --no-encryption @source @@plain")).isZero();
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted");
        }
    }

    private Path anyObject(String kind) throws IOException {
        try (Stream<Path> files = Files.walk(shell.path("repo").resolve(kind))) {
            return files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
        }
    }
}
