package dev.holdfast.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.examples.command.line.Word;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EverydayUseTest {

    private static final String DAY_1 = "--current-time 2026-11-01T08:00:00Z ";
    private static final String DAY_2 = "--current-time 2026-11-02T08:00:00Z ";

    @TempDir
    Path directory;

    private Shell shell;

    @BeforeEach
    void makeSource() {
        shell = new Shell(directory);
        shell.write("source/notes.txt", "first version");
        shell.write("source/deep/er/photo.raw", "0123456789".repeat(20_000));
    }

    @Test
    void whatWasBackedUpWithAPublicKeyIsRestoredWithTheSecretKey() {
        assertThat(shell.run("backup --encrypt-key @public.asc @source @@repo")).isZero();
        assertThat(shell.out()).startsWith("Full snapshot ").contains("2 new, 0 changed");
        assertThat(shell.err()).isEmpty();

        assertThat(shell.run("restore --secret-key @secret.asc @@repo @new/parent/dest"))
                .isZero();
        assertThat(shell.read("new/parent/dest/notes.txt")).isEqualTo("first version");
        assertThat(shell.path("new/parent/dest/deep/er/photo.raw"))
                .hasSameBinaryContentAs(shell.path("source/deep/er/photo.raw"));
    }

    @Test
    void thePastIsKept() throws IOException {
        shell.run(DAY_1 + "backup --encrypt-key @public.asc @source @@repo");
        shell.write("source/notes.txt", "second version, longer");
        Files.delete(shell.path("source/deep/er/photo.raw"));
        assertThat(shell.run(DAY_2 + "@source @@repo --encrypt-key @public.asc"))
                .isZero();
        assertThat(shell.out()).startsWith("Incremental snapshot ");

        assertThat(shell.run("list --secret-key @secret.asc --time 2026-11-01T12:00:00Z @@repo"))
                .isZero();
        assertThat(shell.out().lines()).hasSize(5).anyMatch(line -> line.endsWith(" deep/er/photo.raw"));
        assertThat(shell.run("list --secret-key @secret.asc @@repo")).isZero();
        assertThat(shell.out()).doesNotContain("photo.raw");
        assertThat(shell.run("list --secret-key @secret.asc -t 2026-11-01T08:00:00Z --path deep @@repo"))
                .isZero();
        assertThat(shell.out().lines()).hasSize(3);

        assertThat(shell.run("restore --secret-key @secret.asc -t 2026-11-01T08:00:00Z -r notes.txt @@repo @old.txt"))
                .isZero();
        assertThat(shell.read("old.txt")).isEqualTo("first version");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "full --encrypt-key @public.asc @source @@repo",
                "backup --full --encrypt-key @public.asc @source @@repo",
                "backup --full-if-older-than 12h --encrypt-key @public.asc @source @@repo",
            })
    void aNewChainIsBegunOnRequest(String command) {
        shell.run(DAY_1 + "backup --encrypt-key @public.asc @source @@repo");

        assertThat(shell.run(DAY_2 + command)).isZero();
        assertThat(shell.out()).startsWith("Full snapshot ");
    }

    @Test
    void aFileGoesToTheStandardOutputAndNothingElse() throws IOException {
        byte[] bytes = new byte[300_000];
        new SplittableRandom(5).nextBytes(bytes);
        Files.write(shell.path("source/random"), bytes);
        assertThat(shell.run("backup --encrypt-key @public.asc @source @@repo")).isZero();

        assertThat(shell.run("restore --secret-key @secret.asc --path random @@repo -"))
                .isZero();
        assertThat(shell.outBytes()).isEqualTo(bytes);
        assertThat(shell.err()).isEmpty();
        assertThat(shell.run("restore --secret-key @secret.asc --path none @@repo -"))
                .isEqualTo(3);
        assertThat(shell.run("restore --secret-key @secret.asc @@repo -")).isEqualTo(2);
        assertThat(shell.run("restore --secret-key @secret.asc --path random --force @@repo -"))
                .isEqualTo(2);
    }

    @Test
    void aYoungChainIsContinued() {
        shell.run(DAY_1 + "backup --encrypt-key @public.asc @source @@repo");

        assertThat(shell.run(DAY_2 + "--full-if-older-than 1M --encrypt-key @public.asc backup @source @@repo"))
                .isZero();
        assertThat(shell.out()).startsWith("Incremental snapshot ");
        assertThat(shell.run("incr --encrypt-key @public.asc @source @@repo")).isZero();
        assertThat(shell.out()).startsWith("Incremental snapshot ");
    }

    @Test
    void aLostCacheMeansANewChainAndIsSaid() {
        shell.run("backup --encrypt-key @public.asc @source @@repo");

        assertThat(shell.run("backup --encrypt-key @public.asc --archive-dir @other-state @source @@repo"))
                .isZero();
        assertThat(shell.out()).startsWith("Full snapshot ");
        assertThat(shell.err())
                .startsWith("notice: ")
                .contains("chain", "local state of this host", "another host", "catalog key");
    }

    @Test
    void aCatalogKeyContinuesAChainWithoutTheCache() {
        assertThat(shell.run("key generate --user-id Catalog @catalog")).isZero();
        String backup =
                "backup --encrypt-key @public.asc --catalog-key @catalog/secret.asc @source @@repo --archive-dir ";
        shell.run(backup + "@state-1");

        assertThat(shell.run(backup + "@state-2")).isZero();
        assertThat(shell.out()).startsWith("Incremental snapshot ");
        assertThat(shell.run("list --catalog-key @catalog/secret.asc @@repo --archive-dir @state-3"))
                .isZero();
        assertThat(shell.run("restore --secret-key @catalog/secret.asc @@repo @dest --archive-dir @state-3"))
                .isEqualTo(5);
    }

    @Test
    void selectionRulesDecideInOrder() {
        shell.run("backup --no-encryption --include @source/deep --exclude ** @source @@repo");
        shell.run("restore --no-encryption @@repo @dest");

        assertThat(shell.path("dest/deep/er/photo.raw")).exists();
        assertThat(shell.path("dest/notes.txt")).doesNotExist();
    }

    @Test
    void aPassphraseAloneSealsSymmetrically() {
        shell.with("PASSPHRASE", "correct horse");
        assertThat(shell.run("backup @source @@repo")).isZero();
        assertThat(shell.run("restore @@repo @dest")).isZero();
        assertThat(shell.read("dest/notes.txt")).isEqualTo("first version");

        assertThat(shell.with("PASSPHRASE", "wrong").run("restore @@repo @dest-2 --archive-dir @state"))
                .isEqualTo(5);
        assertThat(shell.path("dest-2")).doesNotExist();
    }

    @Test
    void aMistypedPassphraseSealsNothing() {
        shell.with("PASSPHRASE", "correct horse").run("backup @source @@repo");
        shell.with("PASSPHRASE", "corect horse");
        for (String state : List.of("", " --archive-dir @elsewhere")) {
            assertThat(shell.run("backup @source @@repo" + state)).isEqualTo(5);
            assertThat(shell.err())
                    .contains("another secret than this run", "make a full backup")
                    .hasLineCount(1);
        }
        assertThat(shell.with("PASSPHRASE", "correct horse").run("backup @source @@repo"))
                .isZero();
        assertThat(shell.out()).startsWith("Incremental");
        assertThat(shell.with("PASSPHRASE", "battery staple").run("backup --full @source @@repo"))
                .isZero();
        assertThat(shell.run("backup @source @@repo")).isZero();
        assertThat(shell.out()).startsWith("Incremental");
    }

    @Test
    void everyResultIsOneJsonObject() {
        shell.run("backup --json --tag nightly --no-encryption @source @@repo");
        assertThat(shell.out())
                .startsWith("{\"command\":\"backup\",\"snapshot\":\"")
                .contains("\"tags\":[\"nightly\"]", "\"newFiles\":2,", "\"failures\":[]")
                .endsWith("}\n");
        shell.run("list --json --no-encryption @@repo");
        assertThat(shell.out())
                .contains("{\"path\":\"notes.txt\",\"type\":\"file\",\"bytes\":13,")
                .endsWith("}]}\n");
        shell.run("restore --json --no-encryption @@repo @dest");
        assertThat(shell.out()).startsWith("{\"command\":\"restore\"").contains("\"restoredBytes\":200013");
        assertThat(shell.out().lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deep/er", "/deep/er", "./deep/er", "deep/er/", ".///deep/er//"})
    void aPathMayBeWrittenAsShellsCompleteIt(String path) {
        shell.run("backup --no-encryption @source @@repo");
        assertThat(shell.run("list --no-encryption --path " + path + " @@repo")).isZero();
        assertThat(shell.out()).hasLineCount(2).contains(" deep/er\n", " deep/er/photo.raw\n");
    }

    @Test
    void timesInMessagesAreWholeSeconds() {
        shell.run("backup --no-encryption " + DAY_1 + "@source @@repo");
        shell.run("backup --no-encryption " + DAY_2 + "@source @@repo");
        assertThat(shell.run("list --no-encryption -t 2026-10-31T08:00:00Z @@repo"))
                .isEqualTo(3);
        assertThat(shell.err())
                .contains("no snapshot of 2026-10-31T08:00:00Z or before", "the oldest is of 2026-11-01T08:00:00Z");
        assertThat(shell.run("remove-older-than 1s @@repo")).isZero();
        assertThat(shell.out()).containsPattern("older than [-0-9]+T[:0-9]+Z");
    }

    @Test
    void namesNeedNotBeText() throws IOException {
        Path odd = Files.createDirectory(Path.of(URI.create(shell.path("source").toUri() + "caf%E9%0A")));
        Files.writeString(odd.resolve("x"), "content");
        shell.run("backup --no-encryption @source @@repo");

        byte[] name = {'c', 'a', 'f', (byte) 0xe9, '\n'};
        assertThat(shell.run(List.of(
                        Word.of("restore"),
                        Word.of("--no-encryption"),
                        Word.of("--path"),
                        Word.ofBytes(name),
                        Word.of(directory.toUri() + "repo"),
                        Word.of(directory + "/dest"))))
                .isZero();
        assertThat(shell.read("dest/x")).isEqualTo("content");
        shell.run("list --no-encryption @@repo");
        assertThat(shell.out()).contains(" caf\\xe9\\x0a/x\n");
    }

    @Test
    void theMemoryStoreLivesForOneCommand() {
        assertThat(shell.run("backup --no-encryption @source memory:")).isZero();
        assertThat(shell.run("restore --no-encryption memory: @dest")).isEqualTo(3);
    }

    @Test
    void quietMeansQuiet() {
        assertThat(shell.run("backup -v0 --no-encryption @source @@repo")).isZero();
        assertThat(shell.out() + shell.err()).isEmpty();
    }

    @Test
    void helpIsGivenForEveryCommand() {
        assertThat(shell.run("help")).isZero();
        assertThat(shell.out()).contains("backup", "restore", "Exit codes");
        assertThat(shell.run("help restore")).isZero();
        String help = shell.out();
        assertThat(shell.run("restore --help")).isZero();
        assertThat(shell.out()).isEqualTo(help).contains("--file-to-restore");
        assertThat(shell.run("version")).isZero();
    }
}
