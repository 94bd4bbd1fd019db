package dev.holdfast.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.examples.s3server.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process whose environment a scheduler has made. */
@Timeout(120)
class BareEnvironmentTest {

    @TempDir
    Path directory;

    @Test
    void withoutHomeAndWithARelativeCacheTheLocalStateLiesInTheHomeThatTheSystemKnows() throws Exception {
        Path work = Files.createDirectory(directory.resolve("work"));
        Path home = Files.createDirectory(directory.resolve("home"));
        Path source = Files.createDirectory(directory.resolve("source"));
        ProcessBuilder builder = command(
                        List.of("-Duser.home=" + home),
                        List.of(
                                "backup",
                                "--no-encryption",
                                source.toString(),
                                directory.resolve("repo").toUri().toString()))
                .directory(work.toFile());
        builder.environment().remove("HOME");
        builder.environment().put("XDG_CACHE_HOME", "relative");
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes());

        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed).doesNotContain("no local state is kept");
        assertThat(home.resolve(".cache/holdfast")).isNotEmptyDirectory();
        assertThat(work).isEmptyDirectory();
    }

    /** As where the home directory is mounted noexec. */
    @Test
    void whereJnaCannotUnpackItsLibraryTheNoticeSaysHowToGiveItAnotherPlace() throws Exception {
        Path source = Files.createDirectory(directory.resolve("source"));
        Process process = command(
                        List.of("-Djna.tmpdir=" + Files.createFile(directory.resolve("file"))),
                        List.of(
                                "backup",
                                "--no-encryption",
                                "--archive-dir=" + directory.resolve("state"),
                                source.toString(),
                                directory.resolve("repo").toUri().toString()))
                .start();
        String printed = new String(process.getInputStream().readAllBytes());

        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed).contains("are not kept: the native library does not load", "-Djna.tmpdir=DIR");
    }

    /** Its script may say {@code -v8}, as Duplicity's do. */
    @Test
    void aVerboseRunOverS3PrintsTheEnginesLogAndNoOther() throws Exception {
        Path source = Files.createDirectory(directory.resolve("source"));
        Files.writeString(source.resolve("file"), "content");
        try (S3Server s3 = S3Server.over(MemoryStorage.create())) {
            List<String> backup = List.of(
                    "backup",
                    "-v8",
                    "--no-encryption",
                    "--archive-dir",
                    directory.resolve("state").toString(),
                    "--s3-path-style",
                    "--s3-region-name",
                    "us-east-1",
                    "--s3-endpoint-url",
                    s3.endpoint().toString(),
                    source.toString(),
                    "s3://" + S3Server.BUCKET + "/laptop");
            Process process = command(
                            List.of(
                                    "-Dslf4j.provider=org.slf4j.simple.SimpleServiceProvider",
                                    "-Daws.accessKeyId=id",
                                    "-Daws.secretAccessKey=secret"),
                            backup)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes());

            assertThat(process.waitFor()).as(printed).isZero();
            assertThat(printed)
                    .contains("Full snapshot ")
                    .doesNotContain("\tat ", "Authorization")
                    .satisfies(text -> assertThat(text.lines().count()).isLessThan(50));
        }
    }

    private static ProcessBuilder command(List<String> options, List<String> arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), HoldfastCommand.class.getName()));
        line.addAll(arguments);
        return new ProcessBuilder(line).redirectErrorStream(true);
    }
}
