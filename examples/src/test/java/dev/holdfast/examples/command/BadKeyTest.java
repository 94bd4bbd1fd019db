package dev.holdfast.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.examples.command.line.Word;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and passphrases that do not fit: which exit code, and one line that says what is wrong. */
class BadKeyTest {

    private static final Path TEST_KEYS = Path.of("../backup-pgp/src/test/resources/dev/holdfast/pgp");

    @TempDir
    Path directory;

    private Shell shell;

    @BeforeEach
    void makeSource() {
        shell = new Shell(directory);
        shell.write("source/notes.txt", "content");
    }

    @ParameterizedTest
    @ValueSource(strings = {"expired.asc", "revoked.asc", "sign-only.asc", "weak.asc"})
    void aKeyThatMustNotBeUsedEndsWith2(String key) {
        assertThat(shell.run("backup --encrypt-key " + TEST_KEYS.resolve(key) + " @source @@repo"))
                .isEqualTo(2);
        assertThat(shell.err()).hasLineCount(1).containsPattern("[0-9A-F]{16}");
        assertThat(shell.run("list --no-encryption @@repo")).isEqualTo(3);
    }

    @Test
    void anExpiredKeyIsUsedOnRequest() {
        assertThat(shell.run("backup --allow-expired-key --encrypt-key " + TEST_KEYS.resolve("expired.asc")
                        + " @source @@repo"))
                .isZero();
    }

    @Test
    void aMissingKeyEndsWith5AndIsNamed() {
        shell.run("backup --encrypt-key @public.asc @source @@repo");
        shell.run("key generate --user-id Other @other");

        assertThat(shell.run("restore --secret-key @other/secret.asc @@repo @dest --archive-dir @state"))
                .isEqualTo(5);
        assertThat(shell.err()).hasLineCount(1).containsPattern("[0-9A-F]{16}");
        assertThat(shell.path("dest")).doesNotExist();
    }

    @Test
    void withoutAnyKeyTheFittingOnesAreNamed() {
        shell.run("backup --encrypt-key @public.asc @source @@repo");

        assertThat(shell.run("restore @@repo @dest")).isEqualTo(2);
        assertThat(shell.err()).hasLineCount(1).contains("--secret-key FILE").containsPattern("for key [0-9A-F]{16}$");
        assertThat(shell.path("dest")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"list @@repo", "restore --secret-key @secret.asc @@repo @dest"})
    void whatIsInTheClearNeedsTheOptionThatTheErrorNames(String command) {
        shell.run("backup --no-encryption @source @@repo");

        assertThat(shell.run(command)).isEqualTo(2);
        assertThat(shell.err()).hasLineCount(1).contains("open it so: unencrypted(), or --no-encryption");
    }

    @Test
    void whatIsSealedIsNotOpenedAsInTheClear() {
        shell.run("backup --encrypt-key @public.asc @source @@repo");

        assertThat(shell.run("list --no-encryption @@repo")).isEqualTo(2);
        assertThat(shell.err()).hasLineCount(1).contains("give it the cipher and a key, not --no-encryption");
    }

    @Test
    void nothingIsStoredInTheClearBehindWhatIsEncryptedUnlessAFullBackupIsAskedFor() {
        shell.run("backup --encrypt-key @public.asc @source @@repo");

        assertThat(shell.run("backup --no-encryption --full-if-older-than 1D @source @@repo"))
                .isEqualTo(2);
        assertThat(shell.err())
                .hasLineCount(1)
                .contains("is encrypted, and this run would store everything in the clear", "make a full backup");
        assertThat(shell.run("full --no-encryption @source @@repo")).isZero();
        assertThat(shell.run("backup --no-encryption @source @@repo")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"list @@repo", "find notes.txt @@repo", "list --encrypt-key @public.asc @@repo"})
    void namesThatLocalStateDoesNotKnowNeedAKeyAndItIsSaidHowToGiveIt(String command) {
        shell.run("backup --encrypt-key @public.asc @source @@repo");

        assertThat(shell.run(command + " --archive-dir @other-state")).isEqualTo(5);
        assertThat(shell.err())
                .hasLineCount(1)
                .contains("give --secret-key FILE")
                .containsPattern("for key [0-9A-F]{16}");
    }

    @Test
    void aKeyThatCannotBeUsedLeavesNoEmptyRepositoryBehind() throws Exception {
        copyKeys("expired.asc", "locked-secret.asc");
        String signed = "backup --encrypt-key @public.asc --sign-key @locked-secret.asc @source @@repo";

        assertThat(shell.run("backup --encrypt-key @expired.asc @source @@repo"))
                .isEqualTo(2);
        assertThat(shell.err()).hasLineCount(1).contains("it expired on 2020-12-31; extend it");
        assertThat(shell.path("repo")).doesNotExist();
        assertThat(shell.with("SIGN_PASSPHRASE", "open barley").run(signed)).isEqualTo(5);
        assertThat(shell.err()).hasLineCount(1).contains("passphrase for the secret key");
        assertThat(shell.path("repo")).doesNotExist();
        assertThat(shell.with("SIGN_PASSPHRASE", "right").run(signed)).isZero();
    }

    /** Their passphrases take few rounds, unlike that of a key made here. */
    private void copyKeys(String... names) throws IOException {
        for (String name : names) {
            Files.copy(Path.of("../backup-pgp/src/test/resources/dev/holdfast/pgp", name), shell.path(name));
        }
    }

    @Test
    void aWrongPassphraseEndsWith5AndIsNotPrinted() throws Exception {
        copyKeys("locked.asc", "locked-secret.asc");
        shell.run("backup --encrypt-key @locked.asc @source @@repo");
        String restore = "restore --secret-key @locked-secret.asc @@repo @dest --archive-dir @state";

        assertThat(shell.run(restore)).isEqualTo(5);
        assertThat(shell.with("PASSPHRASE", "open barley").run(restore)).isEqualTo(5);
        assertThat(shell.err()).hasLineCount(1).doesNotContain("barley");
        assertThat(shell.with("PASSPHRASE", "right").run(restore)).isZero();
    }

    @Test
    void aPassphraseThatIsNoTextIsNamedByItsVariableAndNotPrinted() {
        shell.with("PASSPHRASE", Word.ofBytes("\u00fcbel barley".getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(shell.run("backup @source @@repo")).isEqualTo(2);
        assertThat(shell.err()).hasLineCount(1).contains("PASSPHRASE").doesNotContain("barley");
    }

    @Test
    void aWrongPassphraseOfTheSigningKeyMakesNoRepository() {
        shell.with("SIGN_PASSPHRASE", "wrong");

        assertThat(shell.run("backup --no-encryption --sign-key " + TEST_KEYS.resolve("locked-secret.asc")
                        + " @source @@repo"))
                .isEqualTo(5);
        assertThat(shell.path("repo")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"45DBFFF2", "0x0123456789ABCDEF"})
    void whoeverNamesAKeyOfGpgIsToldHowToExportIt(String key) {
        assertThat(shell.run("backup --encrypt-key " + key + " @source @@repo")).isEqualTo(2);
        assertThat(shell.err()).hasLineCount(1).contains("gpg --armor --export " + key + " > FILE");
        assertThat(shell.run("backup --no-encryption --sign-key " + key + " @source @@repo"))
                .isEqualTo(2);
        assertThat(shell.err()).hasLineCount(1).contains("gpg --armor --export-secret-keys " + key + " > FILE");
    }

    @Test
    void anUnsignedSnapshotEndsWith6WhereSignersAreExpected() {
        shell.run("key generate --user-id Signer @signer");
        shell.run("backup --no-encryption --sign-key @signer/secret.asc @source @@signed");
        shell.run("backup --no-encryption @source @@repo");

        assertThat(shell.run("restore --no-encryption --expect-signer @signer/public.asc @@signed @dest"))
                .isZero();
        assertThat(shell.run("restore --no-encryption --expect-signer @signer/public.asc @@repo @dest-2"))
                .isEqualTo(6);
        assertThat(shell.run("restore --no-encryption --expect-signer @public.asc @@signed @dest-3"))
                .isEqualTo(6);
        assertThat(shell.path("dest-2")).doesNotExist();
        assertThat(shell.path("dest-3")).doesNotExist();
        assertThat(shell.run("restore --no-encryption --expect-signer @signer/public.asc#01234567 @@signed @dest-4"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("no key 01234567 in the file");

        String expecting = "backup --no-encryption --expect-signer @signer/public.asc @source @@signed";
        assertThat(shell.run(expecting)).as("it would refuse its own snapshot").isEqualTo(2);
        assertThat(shell.err()).contains("signs by no key");
        assertThat(shell.run(expecting + " --sign-key @secret.asc")).isEqualTo(2);
        assertThat(shell.err()).contains("which is no expected signer");
        assertThat(shell.run(expecting + " --sign-key @signer/secret.asc")).isZero();
    }
}
