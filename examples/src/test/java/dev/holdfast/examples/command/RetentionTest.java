package dev.holdfast.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Removing old snapshots from a shell, as Duplicity's users do, without any key. */
class RetentionTest {

    @TempDir
    Path directory;

    private Shell shell;

    @BeforeEach
    void makeShell() {
        shell = new Shell(directory);
    }

    private void backUpDaily() {
        for (int day = 1; day <= 5; day++) {
            shell.write("source/notes.txt", "notes of day " + day);
            assertThat(shell.run("backup --current-time 2026-11-0" + day + "T08:00:00Z --encrypt-key @public.asc "
                            + (day == 1 ? "--tag first " : "") + (day == 3 ? "--full " : "") + "@source @@repo"))
                    .isZero();
        }
    }

    private int snapshots() {
        assertThat(shell.run("status --json @@repo")).isZero();
        return shell.out().split("\"snapshot\":", -1).length - 1;
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.walk(shell.path("repo"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "remove-older-than 2M @@repo --force",
                "remove-all-but-n-full 2 @@repo",
                "remove-all-inc-of-but-n-full 1 --force @@repo",
                "retain --keep-daily 7 --force @@repo",
                "forget 20261101 @@repo --force",
                "undo --dry-run @@repo",
                "undo @@repo"
            })
    void whereNothingIsStoredYetOneLineSaysSo(String command) {
        assertThat(shell.run(command)).isZero();
        assertThat(shell.out()).hasLineCount(1).contains("Nothing is stored");
        assertThat(shell.err()).isEmpty();
        assertThat(shell.path("repo")).doesNotExist();
    }

    @Test
    void withoutForceItIsOnlyListed() throws IOException {
        backUpDaily();
        long files = files();
        String time = "--current-time 2026-11-06T08:00:00Z ";
        for (String command : new String[] {
            "remove-older-than 3D " + time + "@@repo",
            "remove-older-than 3D --dry-run --force " + time + "@@repo",
            "retain --keep-last 3 " + time + "@@repo"
        }) {
            assertThat(shell.run(command)).isZero();
            assertThat(shell.out())
                    .startsWith("Would remove 2 of 5 snapshots")
                    .contains("drop  full", "keep  full", "--force does it");
            assertThat(files()).isEqualTo(files);
        }
        assertThat(shell.run("remove-all-but-n-full 1 " + time + "@@repo")).isZero();
        assertThat(shell.out()).startsWith("Would remove 2 of 5 snapshots").contains("newest chains");
        assertThat(shell.run("remove-all-inc-of-but-n-full 1 " + time + "@@repo"))
                .isZero();
        assertThat(shell.out()).startsWith("Would remove 1 of 5 snapshots");
        assertThat(snapshots()).isEqualTo(5);
    }

    @Test
    void withForceItIsGoneAtOnceAndTheRestCanBeRestored() throws IOException {
        backUpDaily();
        long files = files();
        assertThat(shell.run("remove-older-than 3D --force --current-time 2026-11-06T08:00:00Z @@repo"))
                .isZero();
        assertThat(shell.out()).startsWith("Removed 2 of 5 snapshots").contains("Deleted ");
        assertThat(snapshots()).isEqualTo(3);
        assertThat(files()).isLessThan(files);
        assertThat(shell.run("verify @@repo")).isZero();
        assertThat(shell.run("restore --secret-key @secret.asc --time 2026-11-04 @@repo @restored"))
                .isZero();
        assertThat(shell.read("restored/notes.txt")).isEqualTo("notes of day 3");
        assertThat(shell.run("undo @@repo")).isEqualTo(3);
        assertThat(shell.err()).hasLineCount(1).contains("can be undone");
    }

    @Test
    void withAGracePeriodItComesBack() {
        backUpDaily();
        assertThat(shell.run("retain --keep-last 1 --keep-tag first --grace 7D --force @@repo"))
                .isZero();
        assertThat(shell.out()).contains("undo --record 7", "tagged first", "kept by no rule");
        assertThat(snapshots()).isEqualTo(2);
        assertThat(shell.run("undo --record 6 @@repo")).isEqualTo(2);
        assertThat(shell.run("undo --json @@repo")).isZero();
        assertThat(shell.out())
                .startsWith("{\"command\":\"undo\",\"record\":7,")
                .hasLineCount(1);
        assertThat(snapshots()).isEqualTo(5);
        assertThat(shell.run("retain --keep-last 2 --json @@repo")).isZero();
        assertThat(shell.out())
                .hasLineCount(1)
                .startsWith("{\"command\":\"retain\",\"applied\":false,\"snapshots\":[{")
                .contains("\"kept\":false,\"reasons\":[\"kept by no rule\"]", "\"unneededBytes\":");
    }

    @Test
    void namedSnapshotsGoAndComeBack() {
        backUpDaily();
        assertThat(shell.run("forget 20261103 20261101T08 @@repo")).isZero();
        assertThat(shell.out())
                .startsWith("Would remove 2 of 5 snapshots")
                .contains("named to be removed", "removed by no rule", "--force does it");
        assertThat(shell.run("forget 20261103 20261101T08 --force --grace 7D @@repo"))
                .isZero();
        assertThat(shell.out()).contains("undo --record 7");
        assertThat(snapshots()).isEqualTo(3);
        assertThat(shell.run("restore --secret-key @secret.asc --time 2026-11-04T09:00:00Z @@repo @restored"))
                .isZero();
        assertThat(shell.read("restored/notes.txt")).isEqualTo("notes of day 4");
        assertThat(shell.run("forget 20261103 --force @@repo")).isEqualTo(3);
        assertThat(shell.err()).hasLineCount(1).contains("there is no snapshot \"20261103\"");
        assertThat(shell.run("undo @@repo")).isZero();
        assertThat(snapshots()).isEqualTo(5);
        assertThat(shell.run("forget 20261105 --force @@repo")).isEqualTo(2);
        assertThat(shell.err()).hasLineCount(1).contains("the newest in ", "always stays");
        assertThat(shell.run("forget 2026110 --force @@repo")).isEqualTo(2);
        assertThat(shell.err()).hasLineCount(1).contains("give more of it");
        assertThat(snapshots()).isEqualTo(5);
    }

    @Test
    void whatAnUndoWouldDoIsShown() {
        backUpDaily();
        String later = " --current-time 2026-11-06T08:00:00Z";
        assertThat(shell.run("undo --dry-run @@repo")).isEqualTo(3);
        assertThat(shell.run("forget 20261101 --force --grace 7D @@repo" + later))
                .isZero();
        assertThat(shell.run("retain --keep-last 2 --force --grace 9D @@repo" + later))
                .isZero();
        assertThat(shell.run("undo --dry-run @@repo")).isZero();
        assertThat(shell.out().lines())
                .hasSize(6)
                .startsWith("Would bring back what record 8 had removed")
                .anyMatch(line -> line.matches("  record 8 of 2026-11-06.*, until 2026-11-1[45].*: 2 snapshots"))
                .anyMatch(line -> line.matches("  record 7 of 2026-11-06.*, until 2026-11-1[23].*: 1 snapshot"));
        assertThat(snapshots()).isEqualTo(2);
        assertThat(shell.run("undo --record 7 --dry-run --json @@repo")).isZero();
        assertThat(shell.out())
                .hasLineCount(1)
                .startsWith("{\"command\":\"undo\",\"dryRun\":true,\"removals\":[{\"record\":7,")
                .contains("\"snapshots\":[\"20261101T080000Z-");
        assertThat(shell.run("undo --record 7 @@repo")).isZero();
        assertThat(shell.run("undo --record 7 --dry-run @@repo")).isEqualTo(3);
        assertThat(shell.run("undo --dry-run @@repo")).isZero();
        assertThat(shell.out()).hasLineCount(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "remove-all-but-n-full 0 @@repo | N is a number from 1",
                "remove-all-but-n-full two @@repo | N is a number from 1",
                "remove-older-than 2X @@repo | 2X",
                "remove-older-than @@repo | takes TIME URL",
                "forget @@repo | takes ID... URL",
                "forget @@other @@repo | takes ID... URL; ID must not be a URL",
                "retain @@repo | needs a rule",
                "retain --keep-daily 0 @@repo | --keep-daily is a number from 1",
                "retain --keep-tag a, @@repo | --keep-tag takes",
                "retain --keep-last 1 --grace 2199-01-01 @@repo | "
            })
    void badInputIsOneLineAndEndsWith2(String command, String message) {
        assertThat(shell.run(command)).isEqualTo(2);
        assertThat(shell.err()).hasLineCount(1).contains(message == null ? "" : message);
    }

    @Test
    void aForeignPlaceIsRefused() {
        shell.write("repo/photo.jpg", "not ours");
        assertThat(shell.run("remove-older-than 2M --force @@repo")).isEqualTo(2);
        assertThat(shell.err()).hasLineCount(1).contains("photo.jpg");
        assertThat(shell.path("repo/photo.jpg")).exists();
    }
}
