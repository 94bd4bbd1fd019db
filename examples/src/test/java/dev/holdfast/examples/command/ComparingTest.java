package dev.holdfast.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user asks of several snapshots. */
class ComparingTest {

    private static final String BACKUP = "backup --no-encryption @source @@repo --current-time ";

    @TempDir
    Path directory;

    private Shell shell;

    @BeforeEach
    void makeTwoSnapshots() throws IOException {
        shell = new Shell(directory);
        shell.write("source/notes.txt", "first version");
        shell.write("source/gone.txt", "gone");
        shell.write("source/photo.raw", "0123456789".repeat(20_000));
        assertThat(shell.run(BACKUP + "2026-11-01T08:00:00Z --tag monday")).isZero();
        shell.write("source/notes.txt", "second version, longer");
        Files.delete(shell.path("source/gone.txt"));
        Files.move(shell.path("source/photo.raw"), shell.path("source/picture.raw"));
        shell.write("source/new.txt", "new");
    }

    private void second() {
        assertThat(shell.run(BACKUP + "2026-11-02T08:00:00Z --tag tuesday")).isZero();
    }

    @Test
    void twoSnapshotsAreCompared() {
        second();
        assertThat(shell.run("diff --no-encryption @@repo")).isEqualTo(1);
        assertThat(shell.out().lines())
                .hasSize(6)
                .startsWith(
                        "M .  modified",
                        "- gone.txt",
                        "+ new.txt",
                        "M notes.txt  content, modified",
                        "R photo.raw -> picture.raw")
                .last()
                .asString()
                .startsWith("1 added, 1 removed, 2 changed, 1 moved from 20261101T080000Z-");
        assertThat(shell.run("diff --no-encryption --time 2026-11-01T08:00:00Z --path notes.txt @@repo"))
                .isEqualTo(1);
        assertThat(shell.out().lines()).hasSize(2);
        assertThat(shell.run("diff --no-encryption --snapshot 20261102 --snapshot2 20261101 @@repo"))
                .isEqualTo(1);
        assertThat(shell.out()).contains("+ gone.txt\n", "- new.txt\n", "R picture.raw -> photo.raw\n");
        assertThat(shell.run("diff --no-encryption --snapshot 20261102 @@repo")).isZero();
        assertThat(shell.run("diff --no-encryption --json @@repo")).isEqualTo(1);
        assertThat(shell.out())
                .contains("{\"kind\":\"moved\",\"path\":\"picture.raw\",\"from\":\"photo.raw\"")
                .endsWith("],\"added\":1,\"removed\":1,\"changed\":2,\"moved\":1}\n");
    }

    @Test
    void aSnapshotIsChosenByItsIdOrTag() {
        second();
        assertThat(shell.run("list --no-encryption --snapshot 20261101T @@repo"))
                .isZero();
        assertThat(shell.out()).contains(" gone.txt\n");
        assertThat(shell.run("list --no-encryption --tag monday @@repo")).isZero();
        assertThat(shell.out()).contains(" gone.txt\n");
        assertThat(shell.run("restore --no-encryption --tag monday --path notes.txt @@repo @old.txt"))
                .isZero();
        assertThat(shell.read("old.txt")).isEqualTo("first version");

        assertThat(shell.run("list --no-encryption --tag friday @@repo")).isEqualTo(3);
        assertThat(shell.err()).contains("friday").hasLineCount(1);
        assertThat(shell.run("list --no-encryption --snapshot 2026 @@repo")).isEqualTo(2);
        assertThat(shell.err()).contains("give more of it");
        assertThat(shell.run("list --no-encryption --snapshot 2025 @@repo")).isEqualTo(3);
        assertThat(shell.run("list --no-encryption --snapshot 20261101 --time 1D @@repo"))
                .isEqualTo(2);
        assertThat(shell.run("diff --no-encryption --tag monday @@repo")).isEqualTo(3);
        assertThat(shell.err()).contains("there is no snapshot before").hasLineCount(1);
    }

    @Test
    void aDryRunShowsWhatWouldBeDoneAndMakesNothing() {
        assertThat(shell.run(BACKUP + "2026-11-02T08:00:00Z --dry-run")).isZero();
        assertThat(shell.out())
                .contains("+ new.txt\n", "R photo.raw -> picture.raw\n", "nothing was stored", "1 added, 1 removed");
        assertThat(shell.run("collection-status @@repo")).isZero();
        assertThat(shell.out()).contains("1 snapshot,");

        assertThat(shell.run("backup --no-encryption --dry-run --json @source @@other"))
                .isZero();
        assertThat(shell.out()).contains("\"dryRun\":true,\"kind\":\"full\"", "\"filesToRead\":3");
        assertThat(shell.path("other")).doesNotExist();
    }

    @Test
    void noSnapshotIsMadeWithoutAChange() {
        second();
        assertThat(shell.run(BACKUP + "2026-11-03T08:00:00Z --skip-if-no-change"))
                .isZero();
        assertThat(shell.out()).startsWith("No change since snapshot 20261102T080000Z-");
        assertThat(shell.run(BACKUP + "2026-11-03T09:00:00Z --skip-if-no-change --json"))
                .isZero();
        assertThat(shell.out()).contains("\"committed\":false");
        assertThat(shell.run("collection-status @@repo")).isZero();
        assertThat(shell.out()).contains("2 snapshots,");
    }

    @Test
    void theStatusNamesTheSnapshotsThatALostVolumeDamages() throws IOException {
        second();
        Path volume;
        try (Stream<Path> volumes = Files.walk(shell.path("repo/data"))) {
            volume = volumes.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
        }
        Files.delete(volume);
        assertThat(shell.run("collection-status @@repo")).isEqualTo(6);
        assertThat(shell.out()).contains("monday  DAMAGED: 1 object absent", "tuesday  DAMAGED: 1 object absent");
        String key = shell.path("repo").relativize(volume).toString();
        assertThat(shell.err()).contains(key);
        assertThat(shell.run("collection-status --json @@repo")).isEqualTo(6);
        assertThat(shell.out()).contains("\"state\":\"damaged\",\"damagedObjects\":[\"" + key + "\"]");
    }

    @Test
    void versionsOfAFileAreFound() {
        second();
        assertThat(shell.run("find --no-encryption notes.* @@repo")).isZero();
        assertThat(shell.out().lines())
                .hasSize(3)
                .startsWith("notes.txt")
                .allMatch(line ->
                        line.equals("notes.txt") || line.matches("  .*  file, \\d+ bytes  in 2026110[12]T080000Z-.*"));
        assertThat(shell.run("find --no-encryption --tag monday --json *.raw @@repo"))
                .isZero();
        assertThat(shell.out())
                .startsWith("{\"command\":\"find\",\"pattern\":\"*.raw\",\"entries\":[{\"path\":\"photo.raw\"")
                .contains("\"snapshots\":1}]}]}");
        assertThat(shell.run("find --no-encryption nothing @@repo")).isEqualTo(3);
        assertThat(shell.err()).isEqualTo("holdfast: nothing matches \"nothing\"\n");
    }

    @Test
    void whatIsFoundFulfilsAllConditions() throws IOException {
        second();
        Files.setLastModifiedTime(shell.path("source/new.txt"), FileTime.from(Instant.parse("2020-05-01T00:00:00Z")));
        assertThat(shell.run(BACKUP + "2026-11-03T08:00:00Z")).isZero();
        String find = "find --no-encryption * @@repo ";
        assertThat(shell.run(find + "--type file --min-size 100K")).isZero();
        assertThat(paths()).containsExactly("photo.raw", "picture.raw");
        assertThat(shell.run(find + "--type f --max-size 13 --snapshot 20261101"))
                .isZero();
        assertThat(paths()).containsExactly("gone.txt", "notes.txt");
        assertThat(shell.run(find + "--modified-before 2021-01-01")).isZero();
        assertThat(paths()).containsExactly("new.txt");
        assertThat(shell.out()).contains("20261103T080000Z-").doesNotContain("20261102T080000Z-");
        assertThat(shell.run(find + "--modified-since 2021-01-01 --max-size 5")).isZero();
        assertThat(paths()).containsExactly("gone.txt", "new.txt");
        assertThat(shell.run(find + "--type directory")).isEqualTo(3);
        assertThat(shell.err()).isEqualTo("holdfast: nothing matches \"*\" and fulfils the conditions\n");

        assertThat(shell.run(find + "--type folder")).isEqualTo(2);
        assertThat(shell.err()).contains("--type takes file,").hasLineCount(1);
        assertThat(shell.run(find + "--min-size big")).isEqualTo(2);
        assertThat(shell.err()).contains("--min-size").hasLineCount(1);
        assertThat(shell.run(find + "--modified-since 2021-13-01")).isEqualTo(2);
    }

    private List<String> paths() {
        return shell.out().lines().filter(line -> !line.startsWith(" ")).toList();
    }

    @Test
    void namesAreComparedAndSearchedWithoutTheSecretKey() {
        String backup = "backup --encrypt-key @public.asc @source @@sealed --current-time 2026-11-0";
        assertThat(shell.run(backup + "1")).isZero();
        shell.write("source/later.txt", "later");
        assertThat(shell.run(backup + "2")).isZero();
        assertThat(shell.run("find later.* @@sealed")).isZero();
        assertThat(shell.run("diff @@sealed")).isEqualTo(1);
        assertThat(shell.out()).contains("+ later.txt\n");
        assertThat(shell.run("diff @@sealed --archive-dir @empty")).isEqualTo(5);
        assertThat(shell.err()).hasLineCount(1);
    }

    @Test
    void whatIsRestoredCanGetAnotherPath() {
        assertThat(
                        shell.run(
                                "restore --no-encryption --rename notes.txt texts/n.txt --rename=gone.txt was-gone @@repo @all"))
                .isZero();
        assertThat(shell.read("all/texts/n.txt")).isEqualTo("first version");
        assertThat(shell.read("all/was-gone")).isEqualTo("gone");
        assertThat(shell.path("all/notes.txt")).doesNotExist();
        assertThat(shell.run("restore --no-encryption --rename notes.txt ../out @@repo @other"))
                .isEqualTo(2);
        assertThat(shell.run("restore --no-encryption --rename notes.txt gone.txt @@repo @other"))
                .isEqualTo(2);
        assertThat(shell.run("restore --no-encryption --rename nothing x @@repo @other"))
                .isEqualTo(3);
        assertThat(shell.path("other")).doesNotExist();
    }
}
