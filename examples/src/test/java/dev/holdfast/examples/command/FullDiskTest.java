package dev.holdfast.examples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.core.testing.TreeComparison;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository on a file system of 4 MiB that fills up in the middle of a run. */
class FullDiskTest {

    @TempDir
    Path directory;

    private Shell shell;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        shell = new Shell(directory);
        Path disk = Files.createDirectory(shell.path("disk"));
        mounted = isDone("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString());
        assumeTrue(mounted, "A file system of 4 MiB cannot be mounted here: needs root and tmpfs");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(isDone("umount", shell.path("disk").toString())).isTrue();
        }
    }

    private static boolean isDone(String... command) throws InterruptedException {
        List<String> line = new ArrayList<>(List.of(command));
        try {
            return new ProcessBuilder(line)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void writeNoise(String name, int bytes) {
        byte[] noise = new byte[bytes];
        new SplittableRandom(name.hashCode()).nextBytes(noise);
        shell.write(name, noise);
    }

    private static void fillDisk(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            assertThatThrownBy(() -> {
                        while (true) {
                            out.write(new byte[1 << 12]);
                        }
                    })
                    .hasMessageContaining("No space left");
        }
    }

    private long unneededBytes() {
        assertThat(shell.run("status --json @@disk/repo")).as(shell.err()).isZero();
        Matcher matcher = Pattern.compile("\"unneededBytes\":(\\d+)").matcher(shell.out());
        assertThat(matcher.find()).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    @Test
    void nothingIsCommittedNothingIsLostAndTheNextRunSucceeds() throws Exception {
        String backup = "backup --volsize=1 --encrypt-key=@public.asc @source @@disk/repo";
        writeNoise("source/first", 600_000);
        assertThat(shell.run(backup)).isZero();
        long unneeded = unneededBytes();
        for (int i = 0; i < 6; i++) {
            writeNoise("source/large-" + i, 900_000);
        }

        assertThat(shell.run(backup)).isEqualTo(7);
        assertThat(shell.err()).startsWith("holdfast: ").hasLineCount(1).contains("no space", "data/");

        assertThat(shell.run("verify @@disk/repo")).as(shell.err()).isZero();
        assertThat(unneededBytes()).isGreaterThan(unneeded + 900_000);
        assertThat(shell.run("status @@disk/repo")).isZero();
        assertThat(shell.out()).contains("1 snapshot");
        assertThat(shell.run("restore --secret-key=@secret.asc @@disk/repo @before"))
                .isZero();
        assertThat(shell.path("before/first")).hasSameBinaryContentAs(shell.path("source/first"));
        assertThat(shell.path("before/large-0")).doesNotExist();

        assertThat(isDone("mount", "-o", "remount,size=16m", shell.path("disk").toString()))
                .isTrue();
        assertThat(shell.run(backup)).as(shell.err()).isZero();
        assertThat(shell.run("restore --secret-key=@secret.asc @@disk/repo @after"))
                .isZero();
        assertThat(TreeComparison.compare(shell.path("source"), shell.path("after")))
                .isEmpty();
    }

    @Test
    void whatAKilledRunLeftThereYesterdayMakesRoom() throws Exception {
        String backup = "backup --volsize=1 --encrypt-key=@public.asc @source @@disk/repo";
        writeNoise("source/first", 600_000);
        assertThat(shell.run(backup)).isZero();
        Path left = shell.path("disk/repo/.~holdfast/left.part");
        fillDisk(left);
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

        assertThat(shell.run(backup)).as(shell.err()).isZero();
        assertThat(left).doesNotExist();
    }
}
