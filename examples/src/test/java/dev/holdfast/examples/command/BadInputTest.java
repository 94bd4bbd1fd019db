package dev.holdfast.examples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.holdfast.examples.command.line.Word;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each exit code, and one line that says what is wrong. */
class BadInputTest {

    @TempDir
    Path directory;

    private Shell shell;

    @BeforeEach
    void makeSource() {
        shell = new Shell(directory);
        shell.write("source/notes.txt", "content");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "backup @source @@repo | nothing says how to encrypt",
                "backup --secret-key @secret.asc @source @@repo | nothing says how to encrypt",
                "restore @@repo @dest | nothing says how to decrypt",
                "backup --no-encryption --encrypt-key @public.asc @source @@repo | only one of",
                "backup --no-encryption @source ftp://host/dir | mount other stores",
                "backup --no-encryption @source other://host/dir | known are",
                "backup --no-encryption @source nowhere | is no URL",
                "backup --no-encryption @source file:// | is no URL: Expected authority; write file:///directory",
                "backup --no-encryption @@source @@repo | takes SOURCE URL; SOURCE must not be a URL: file:/",
                "restore --no-encryption --force --keep-existing @@repo @dest | only one of",
                "restore --no-encryption --time yesterday @@repo @dest | is no time",
                "restore --no-encryption --time 20220518 @@repo @dest | may mean a date",
                "restore --no-encryption --path= @@repo @dest | --path was given an empty value",
                "restore --no-encryption --path a/../b @@repo @dest | not a path inside a snapshot",
                "backup --no-encryption --full --incremental @source @@repo | only one of",
                "backup --no-encryption --tag x\u0007 @source @@repo | --tag: a tag has 1 to 200 characters",
                "backup --no-encryption --current-time 999999999999999 @source @@repo | in the year 31690708",
                "restore --no-encryption @@repo @@dest | takes URL DEST; DEST must not be a URL: file:/",
                "version 2 | version takes nothing",
                "backup --no-encryption --volsize 0 @source @@repo | --volsize is a number from 1 to 1024",
                "backup --no-encryption --volsize 100000 @source @@repo | --volsize is a number from 1 to 1024",
                "backup --no-encryption --compression-level 99 @source @@repo | from 1 to",
                "backup --no-encryption --include a//b @source @@repo | --include",
                "backup --no-encryption --s3-use-ia @source @@repo | storageClass",
                "backup --encrypt-key @source/notes.txt @source @@repo | notes.txt",
                "backup --encrypt-key @absent.asc @source @@repo | absent.asc",
                "backup --encrypt-key @public.asc#0123456789ABCDEF @source @@repo | 0123456789ABCDEF",
                "backup --encrypt-key @public.asc --sign-key @public.asc @source @@repo | public.asc",
                "incr --no-encryption @source @@repo | ",
                "key generate @keys | --user-id",
                "key delete @keys --user-id x | generate",
                "key generate @ --user-id x | secret.asc exists",
                "help nothing | unknown command",
                "verify -v 11 @@repo | from 0 to 9",
                "verify @source @@repo | takes URL [DIR]; DIR must not be a URL: file:/",
                "find --no-encryption @@repo *.txt | takes PATTERN URL; PATTERN must not be a URL: file:/",
                "key generate --user-id x @@keys | takes generate DIR; DIR must not be a URL: file:/",
                "list --no-encryption /mnt/repo | write file:///mnt/repo or",
                "backup --no-encryption @source file:///~/repo | write file://$HOME/",
                "list --no-encryption file:/~/repo | write file://$HOME/",
            })
    void usageErrorsEndWith2(String command, String message) {
        assertThat(shell.run(command)).as(shell.err()).isEqualTo(2);
        assertThat(shell.err()).startsWith("holdfast: ").hasLineCount(1).contains(message == null ? "" : message);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.path("dest")).doesNotExist();
    }

    /** Before the store is touched: not even an empty repository is left behind. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--exclude /elsewhere | cannot match anything in the source",
                "--include source/notes.txt --exclude ** | cannot match anything in the source",
                "--include @source/notes.txt | only includes",
                "--exclude @source/a --include-regexp txt$ | only includes",
                "--exclude-filelist @including | only includes",
                "--include-filelist @absent --exclude ** | absent: there is no such file",
                "--exclude-filelist @source --exclude ** | cannot read the list of rules",
                "--exclude-filelist @wrong | rule 2 of",
                "--exclude-regexp a(b | at position",
                "--exclude= | --exclude was given an empty value",
                "--exclude @source//a | has // in it",
                "--exclude [z-a]** | ends before it begins",
                "--exclude-if-present a/b | not the name of a file",
                "--exclude-older-than 1X | \"X\" is not expected at position 2",
                "--exclude-larger-than 1P | with K, M, G or T",
                "--exclude-larger-than -1 | with K, M, G or T",
            })
    void aWrongRuleEndsWith2(String rules, String message) {
        shell.write("including", "- " + shell.path("source/a") + "\n+ " + shell.path("source/b") + "\n");
        shell.write("wrong", shell.path("source/a") + "\n" + shell.path("source") + "//b\n");

        assertRefused("backup --no-encryption " + rules + " @source @@repo", message);
    }

    private void assertRefused(String command, String message) {
        assertThat(shell.run(command)).as(shell.err()).isEqualTo(2);
        assertThat(shell.err()).startsWith("holdfast: ").hasLineCount(1).contains(message);
        assertThat(shell.path("repo")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "backup --tag x\u0007 @source @@repo | --tag: a tag has 1 to 200 characters",
                "backup --full-if-older-than 2099-01-01 @source @@repo | names a time in the future",
                "backup --incremental @source @@repo | nothing can be continued",
                "incr @source @@repo | there is no repository in",
                "incr --dry-run @source @@repo | there is no repository in",
                "backup --archive-dir @source/notes.txt @source @@repo | local state",
                "backup --expect-signer @public.asc @source @@repo | signs by no key",
                "backup --volsize 2000 @source @@repo | --volsize is a number from 1 to 1024",
                "backup --gpg-options --armor @source @@repo | only compression settings",
                "backup --s3-max-rate fast @source @@repo | --s3-max-rate is a number",
            })
    void aWrongSettingEndsWith2AndLeavesNoEmptyRepositoryBehind(String command, String message) {
        assertRefused(command.replaceFirst(" ", " --no-encryption "), message);
    }

    /** So that it is not told only when there is something to do. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reclaim --live-share 200 @@repo | --live-share is a number from 0 to 100",
                "reclaim --move-at-most lots @@repo | --move-at-most is a number",
                "cleanup --force --verbosity x @@repo | --verbosity is a number",
                "reclaim --grace 2099-01-01 @@repo | --grace takes 0 or an age",
                "retain --keep-within 2099-01-01 @@repo | --keep-within takes 0 or an age",
                "retain --keep-tag a,b\u0007 @@repo | --keep-tag: a tag has 1 to 200 characters",
                "undo --record 0 @@repo | --record is a number from 1",
                "find --no-encryption [z-a] @@repo | ends before it begins",
            })
    void aWrongSettingEndsWith2AlsoWhereNothingIsStoredYet(String command, String message) {
        assertRefused(command, message);
    }

    @Test
    void whereNoStateIsKeptADryRunOfAFirstBackupSaysSoOnce() {
        assertThat(shell.with("HOME", "").run("backup --dry-run --no-encryption @source @@repo"))
                .isZero();
        assertThat(shell.err()).containsOnlyOnce("no local state is kept").hasLineCount(1);
    }

    /** As where the directory of temporary files is mounted noexec. */
    @Test
    void nativeCodeThatCannotBeLoadedEndsWith2AndTheMessageSaysWhereItMayLie() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-DZstdTempFolder=" + shell.path("absent"),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        HoldfastCommand.class.getName(),
                        "backup",
                        "--no-encryption",
                        "--archive-dir=" + shell.path("state"),
                        shell.path("source").toString(),
                        shell.path("repo").toUri().toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(printed).contains("holdfast: zstd's native code cannot be loaded", "absent", "-DZstdTempFolder=DIR");
        assertThat(process.waitFor()).isEqualTo(2);
    }

    @Test
    void aChainOfAnotherSourceEndsWith2() {
        shell.write("other/notes.txt", "of somebody else");
        shell.run("backup --no-encryption --hostname alpha @source @@repo");

        assertThat(shell.run("backup --no-encryption --hostname beta @source @@repo"))
                .isEqualTo(2);
        assertThat(shell.err()).hasLineCount(1).contains("alpha", "beta");
        assertThat(shell.run("backup --no-encryption --hostname alpha @other @@repo"))
                .isEqualTo(2);
        assertThat(shell.run("backup --no-encryption --hostname beta --allow-source-mismatch @other @@repo"))
                .isZero();
        assertThat(shell.out()).startsWith("Incremental snapshot ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"letter.txt", "my letter to you.txt", "sub/é"})
    void aDirectoryOfOtherThingsIsLeftAlone(String name) throws IOException {
        shell.write("repo/" + name, "Dear reader");

        assertThat(shell.run("backup --no-encryption @source @@repo")).isEqualTo(2);
        assertThat(Files.list(shell.path("repo"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "restore --no-encryption @@repo @dest",
                "list --no-encryption @@repo",
                "verify @@repo",
                "collection-status @@repo",
                "backup --no-encryption @absent @@repo",
                "backup --no-encryption /dev/null @@repo",
                "backup --no-encryption @source/notes.txt/below @@repo",
            })
    void whatIsNotThereEndsWith3AndNothingIsMade(String command) {
        assertThat(shell.run(command)).isEqualTo(3);
        assertThat(shell.err()).startsWith("holdfast: ").hasLineCount(1);
        assertThat(shell.path("repo")).doesNotExist();
        assertThat(shell.path("dest")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "restore --no-encryption --time 10Y @@repo @dest",
                "restore --no-encryption --path absent @@repo @dest",
                "list --no-encryption --path notes.txt/below @@repo",
                "diff --no-encryption --path absent @@repo",
            })
    void aSnapshotOrPathThatIsNotThereEndsWith3(String command) {
        shell.run("backup --no-encryption @source @@repo");
        shell.run("backup --no-encryption @source @@repo");

        assertThat(shell.run(command)).isEqualTo(3);
        assertThat(shell.err()).hasLineCount(1).as("times are in whole seconds").doesNotContainPattern("[0-9]\\.[0-9]");
        assertThat(shell.path("dest")).doesNotExist();
    }

    /** A disk that is not mounted leaves an empty directory. */
    @Test
    void whereTheRepositoryIsGoneAnotherIsMadeOnRequestOnly() throws IOException {
        String backup = "backup --no-encryption @source @@disk/repo";
        shell.run(backup);
        Files.move(shell.path("disk"), shell.path("unmounted"));

        for (String command :
                List.of(backup, "full --no-encryption @source @@disk/repo", "remove-older-than 2M @@disk/repo")) {
            assertThat(shell.run(command)).as(command).isEqualTo(6);
            assertThat(shell.err()).hasLineCount(1).contains("mounted");
        }
        assertThat(shell.path("disk")).doesNotExist();
        assertThat(shell.run(backup + " --create")).isZero();
        assertThat(shell.run(backup + " --create")).isEqualTo(2);
        assertThat(shell.run(backup)).isZero();
    }

    @Test
    void aStoreThatCannotBeWrittenEndsWith7() {
        shell.write("file", "in the way");

        assertThat(shell.run("backup --no-encryption @source @@file/repo")).isEqualTo(7);
        assertThat(shell.err()).startsWith("holdfast: ").hasLineCount(1);
        assertThat(shell.read("file")).isEqualTo("in the way");
    }

    @Test
    void aLocalStateThatCannotBeMadeSaysWhereAndWhatToDo() {
        shell.write("file", "in the way");

        assertThat(shell.run("backup --no-encryption --archive-dir=@file @source @@repo"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("local state " + shell.path("file")).contains("--archive-dir");
        assertThat(shell.read("file")).isEqualTo("in the way");
    }

    @Test
    void aFileThatCannotBeReadEndsWith1AndTheRestIsThere() throws IOException {
        Path unreadable = shell.write("source/secret", "x");
        Files.setPosixFilePermissions(unreadable, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(unreadable), "root reads everything");

        assertThat(shell.run("backup --no-encryption @source @@repo")).isEqualTo(1);
        assertThat(shell.err()).startsWith("failed: secret: ").hasLineCount(1);
        shell.run("restore --no-encryption --path notes.txt @@repo @dest");
        assertThat(shell.read("dest")).isEqualTo("content");
    }

    @Test
    void aFileThatDiffersIsReplacedOnlyOnRequest() {
        shell.run("backup --no-encryption @source @@repo");
        shell.write("dest/notes.txt", "something else");
        shell.write("dest/own.txt", "own");
        String restore = "restore --no-encryption @@repo @dest";

        assertThat(shell.run(restore)).isEqualTo(1);
        assertThat(shell.err())
                .startsWith("failed: notes.txt: ")
                .hasLineCount(2)
                .contains("--force replaces", "--keep-existing");
        assertThat(shell.run(restore + " --keep-existing")).isZero();
        assertThat(shell.read("dest/notes.txt")).isEqualTo("something else");
        assertThat(shell.run(restore + " --force")).isZero();
        assertThat(shell.read("dest/notes.txt")).isEqualTo("content");
        assertThat(shell.read("dest/own.txt")).isEqualTo("own");
    }

    @Test
    void aDirectoryIsNeverReplacedByAFile() {
        shell.run("backup --no-encryption @source @@repo");
        shell.write("dest/own.txt", "own");

        assertThat(shell.run("restore --no-encryption --force --path notes.txt @@repo @dest"))
                .isEqualTo(1);
        assertThat(shell.read("dest/own.txt")).isEqualTo("own");
    }

    @Test
    void anInterruptEndsWith130() {
        Thread.currentThread().interrupt();
        int code = shell.run("backup --no-encryption @source @@repo");
        Thread.interrupted();

        assertThat(code).isEqualTo(130);
        assertThat(shell.run("backup --no-encryption @source @@repo")).isZero();
    }

    @Test
    void whatNobodyExpectedEndsWith70() {
        assertThat(runWith(new IllegalStateException("broken")))
                .isEqualTo("holdfast: internal error: java.lang.IllegalStateException: broken (-v 9 shows where)\n");
    }

    @Test
    void whereTheHeapIsTooSmallTheMessageSaysHowLargeItIsAndWhatToDo() {
        long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
        assertThat(runWith(new OutOfMemoryError("Java heap space")))
                .isEqualTo("holdfast: " + mebibytes + " MiB are not enough for the JVM (Java heap space); "
                        + "start it with a larger -Xmx, or make volumes smaller\n");
    }

    /** What a command says in whose middle that is thrown. */
    private static String runWith(Throwable thrown) {
        PrintStream broken = new PrintStream(OutputStream.nullOutputStream()) {
            @Override
            public void print(String text) {
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) thrown;
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        HoldfastCommand command = new HoldfastCommand(Map.of(), broken, new PrintStream(err), 0);

        assertThat(command.run(List.of(Word.of("version")))).isEqualTo(70);
        return err.toString();
    }
}
