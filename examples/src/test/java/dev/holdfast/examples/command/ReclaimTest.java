package dev.holdfast.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.core.Holdfast;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cleaning up and compacting, without a key on the command line. */
class ReclaimTest {

    private static final String DEAD = "data/20200101T000000Z-0123456789ab/00000001";

    @TempDir
    Path directory;

    private Shell shell;

    @BeforeEach
    void makeSource() {
        shell = new Shell(directory);
        shell.write("source/notes.txt", "first version");
    }

    private Path stored(String key) {
        return shell.path("repo").resolve(key);
    }

    private void leaveOver() throws IOException {
        for (String key : new String[] {DEAD, "data/notes of mine.txt"}) {
            Files.createDirectories(stored(key).getParent());
            Files.writeString(stored(key), "left over");
        }
    }

    private void noise(String name, long seed) throws IOException {
        byte[] content = new byte[2_000_000];
        new SplittableRandom(seed).nextBytes(content);
        Files.write(shell.path("source").resolve(name), content);
    }

    @Test
    void beforeTheFirstBackupThereIsNothingToDo() {
        for (String command : new String[] {"cleanup", "cleanup --force", "reclaim --force"}) {
            assertThat(shell.run(command + " @@repo")).isZero();
            assertThat(shell.out().lines()).hasSize(1).first().asString().startsWith("Nothing is stored in ");
        }
        assertThat(shell.run("cleanup --json @@repo")).isZero();
        assertThat(shell.out()).contains("\"command\":\"cleanup\"");
    }

    @Test
    void leftoversAreListedAndGoWhenForced() throws IOException {
        shell.run("backup --encrypt-key @public.asc @source @@repo");
        leaveOver();
        for (String look : new String[] {"cleanup @@repo", "cleanup --dry-run --force @@repo"}) {
            assertThat(shell.run(look)).isZero();
            assertThat(shell.out()).contains("delete   " + DEAD + "  9 bytes").contains("--force does it");
            assertThat(stored(DEAD)).exists();
        }
        assertThat(shell.run("cleanup --json @@repo")).isZero();
        assertThat(shell.out()).contains("\"object\":\"" + DEAD + "\"").contains("\"applied\":false");

        assertThat(shell.run("cleanup --force @@repo")).isZero();
        assertThat(shell.out()).contains("Deleted 1 object");
        assertThat(stored(DEAD)).doesNotExist();
        assertThat(stored("data/notes of mine.txt")).exists();
        assertThat(shell.run("cleanup @@repo")).isZero();
        assertThat(shell.out()).isEqualTo("Nothing to do\n");
        assertThat(shell.run("restore --secret-key @secret.asc @@repo @dest")).isZero();
    }

    @Test
    void mostlyDeadVolumesAreCompacted() throws IOException {
        noise("a", 1);
        noise("b", 2);
        noise("c", 3);
        shell.run("backup --encrypt-key @public.asc @source @@repo");
        noise("b", 4);
        noise("c", 5);
        shell.run("backup --encrypt-key @public.asc @source @@repo");
        try (BackupRepository janitor =
                Holdfast.repository().storage(shell.path("repo").toUri()).open()) {
            janitor.apply(janitor.retention().keepLast(1).grace(Duration.ZERO).plan());
        }
        assertThat(shell.run("reclaim @@repo")).isZero();
        assertThat(shell.out()).contains("compact  data/").contains("33 % of it is needed");
        assertThat(shell.run("reclaim --live-share 10 @@repo")).isZero();
        assertThat(shell.out()).doesNotContain("compact  data/");
        assertThat(shell.run("reclaim --move-at-most 1 @@repo")).isZero();
        assertThat(shell.out()).contains("moves at most");

        assertThat(shell.run("reclaim --force --grace 0 --json @@repo")).isZero();
        assertThat(shell.out()).contains("\"applied\":true").contains("\"waitingObjects\":0");
        assertThat(shell.run("restore --secret-key @secret.asc @@repo @dest")).isZero();
        assertThat(shell.path("dest/a")).hasSameBinaryContentAs(shell.path("source/a"));
        assertThat(shell.run("verify @@repo")).isZero();
        assertThat(shell.run("reclaim @@repo")).isZero();
        assertThat(shell.out()).isEqualTo("Nothing to do\n");
    }
}
