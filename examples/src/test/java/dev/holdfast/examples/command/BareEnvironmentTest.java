package dev.holdfast.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Duser.home=" + home,
                        HoldfastCommand.class.getName(),
                        "backup",
                        "--no-encryption",
                        source.toString(),
                        directory.resolve("repo").toUri().toString()))
                .directory(work.toFile())
                .redirectErrorStream(true);
        builder.environment().remove("HOME");
        builder.environment().put("XDG_CACHE_HOME", "relative");
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes());

        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed).doesNotContain("no local state is kept");
        assertThat(home.resolve(".cache/holdfast")).isNotEmptyDirectory();
        assertThat(work).isEmptyDirectory();
    }
}
