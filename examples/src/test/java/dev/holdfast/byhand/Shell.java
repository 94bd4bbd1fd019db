package dev.holdfast.byhand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.core.testing.WeirdTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Runs programs with a home of GnuPG of their own, whose path is short enough for the agent's socket. */
final class Shell implements AutoCloseable {

    private final Path home;

    /** What a program said, both streams together. */
    record Outcome(int exitCode, String output) {}

    private Shell() throws IOException {
        home = Files.createTempDirectory(Path.of("/tmp"), "hf");
    }

    /** Skips the test where a program is missing, or fails it where interoperability is required. */
    static Shell with(String... programs) throws IOException {
        for (String program : programs) {
            boolean installed = Stream.of(System.getenv("PATH").split(":"))
                    .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
            if (!installed && Boolean.getBoolean("holdfast.interop.required")) {
                fail("The program " + program + " is not installed");
            }
            assumeTrue(installed, "The program " + program + " is not installed");
        }
        return new Shell();
    }

    Path file(String name) {
        return home.resolve(name);
    }

    Outcome run(String... command) throws IOException, InterruptedException {
        Path output = file("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("GNUPGHOME", home.toString());
        int exitCode = builder.start().waitFor();
        return new Outcome(exitCode, Files.readString(output));
    }

    /** Runs a program that must succeed. */
    String must(String... command) throws IOException, InterruptedException {
        Outcome outcome = run(command);
        assertThat(outcome.exitCode())
                .as("%s: %s", Arrays.toString(command), outcome.output())
                .isZero();
        return outcome.output();
    }

    /** The script of the documentation, wherever below the checkout the tests run. */
    static String script() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.exists(directory.resolve("docs/restore-by-hand.sh"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException("there is no docs/restore-by-hand.sh above the working directory");
        }
        return directory.resolve("docs/restore-by-hand.sh").toString();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("gpgconf", "--kill", "all");
        WeirdTree.delete(home);
    }
}
