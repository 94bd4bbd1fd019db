package dev.holdfast.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as a process whose jar is replaced while it runs: classes that it has not loaded yet are gone. */
@Timeout(120)
class ReplacedJarTest {

    @TempDir
    private Path directory;

    /** Without the exit codes not even the handler of errors runs. */
    @ParameterizedTest
    @ValueSource(strings = {"session/ExitCode.class", "BackupCommand.class"})
    void aProcessThatHasLostItsClassesEndsWith70AndSaysSo(String lost) throws Exception {
        Path classes = directory.resolve("classes");
        copyOwnClasses(classes);
        Files.delete(classes.resolve("dev/holdfast/examples/command").resolve(lost));
        Files.createDirectory(directory.resolve("source"));

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes + File.pathSeparator + classPath(),
                        HoldfastCommand.class.getName(),
                        "backup",
                        "--no-encryption",
                        "--archive-dir=" + directory.resolve("state"),
                        directory.resolve("source").toString(),
                        "file://" + directory.resolve("repo"))
                .redirectErrorStream(true)
                .start();
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = output.lines().toList();
            assertThat(process.waitFor()).as(lines.toString()).isEqualTo(70);
            assertThat(lines.get(lines.size() - 1)).contains("was the jar replaced while it ran");
        } finally {
            process.destroyForcibly();
        }
    }

    private static Path ownClasses() throws URISyntaxException {
        return Path.of(HoldfastCommand.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    /** All but the own classes. */
    private static String classPath() throws URISyntaxException {
        String own = ownClasses().toString();
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).toAbsolutePath().toString().equals(own))
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElse("");
    }

    private static void copyOwnClasses(Path to) throws IOException, URISyntaxException {
        Path from = ownClasses();
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
