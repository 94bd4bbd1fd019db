package dev.holdfast.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores on the host that made the backup: its local state knows all names, so listing them needs no key. */
class RestoreKeyTest {

    @TempDir
    private Path directory;

    private Shell shell;

    @BeforeEach
    void makeSource() throws IOException {
        shell = new Shell(directory);
        shell.write("source/notes.txt", "content");
        for (String key : new String[] {"locked.asc", "locked-secret.asc"}) {
            Files.copy(Path.of("../backup-pgp/src/test/resources/dev/holdfast/pgp", key), shell.path(key));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "restore --secret-key @locked-secret.asc @@repo @new/dest",
                "restore --secret-key @locked-secret.asc --path notes.txt @@repo @new/dest",
                "restore --secret-key @locked-secret.asc --dry-run @@repo @new/dest"
            })
    void aKeyThatDoesNotFitEndsWith5AndNothingIsMade(String restore) {
        assertThat(shell.run("backup --encrypt-key @public.asc @source @@repo")).isZero();

        assertThat(shell.run(restore)).isEqualTo(5);
        assertThat(shell.err()).hasLineCount(1).containsPattern("it is sealed for key [0-9A-F]{16}");
        assertThat(shell.path("new")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--archive-dir @elsewhere "})
    void aKeyOfTheCatalogAloneEndsWith5AndNothingIsMade(String state) {
        assertThat(shell.run("backup --encrypt-key @public.asc --catalog-key @locked-secret.asc @source @@repo"))
                .isZero();

        assertThat(shell.with("PASSPHRASE", "right")
                        .run("restore " + state + "--secret-key @locked-secret.asc @@repo @new/dest"))
                .isEqualTo(5);
        assertThat(shell.err()).hasLineCount(1).contains("data/");
        assertThat(shell.path("new")).doesNotExist();
    }

    @Test
    void nothingThatIsNotEmptyIsNothingToOpenButTheKeyIsTried() throws IOException {
        Files.delete(shell.path("source/notes.txt"));
        shell.write("source/empty", "");
        assertThat(shell.run("backup --encrypt-key @public.asc @source @@repo")).isZero();

        assertThat(shell.run("restore --secret-key @locked-secret.asc @@repo @new/dest"))
                .isEqualTo(5);
        assertThat(shell.path("new")).doesNotExist();
    }

    @Test
    void aWrongPassphraseEndsWith5AndNothingIsMade() {
        assertThat(shell.run("backup --encrypt-key @locked.asc @source @@repo")).isZero();
        String restore = "restore --secret-key @locked-secret.asc @@repo @dest";

        assertThat(shell.run(restore)).isEqualTo(5);
        assertThat(shell.with("PASSPHRASE", "open barley").run(restore)).isEqualTo(5);
        assertThat(shell.err()).hasLineCount(1).contains("passphrase");
        assertThat(shell.path("dest")).doesNotExist();
        assertThat(shell.with("PASSPHRASE", "right").run(restore)).isZero();
    }

    /** What is damaged in the store is damage, and no reason to refuse what a local copy of it still gives. */
    @Test
    void aDamagedCatalogOfWhichALocalCopyIsWholeIsNoMatterOfKeys() throws IOException {
        assertThat(shell.run("backup --encrypt-key @public.asc @source @@repo")).isZero();
        try (var objects = Files.walk(shell.path("repo/catalog"))) {
            for (Path object : objects.filter(Files::isRegularFile).toList()) {
                Files.delete(object);
            }
        }

        assertThat(shell.run("restore --secret-key @secret.asc @@repo @dest")).isZero();
        assertThat(shell.read("dest/notes.txt")).isEqualTo("content");
    }
}
