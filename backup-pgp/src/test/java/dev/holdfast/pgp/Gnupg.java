package dev.holdfast.pgp;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** GnuPG with a home of its own, which is short enough for the agent's socket. */
final class Gnupg implements AutoCloseable {

    private final Path home;

    private Gnupg(Path home) {
        this.home = home;
    }

    static Gnupg start() {
        requireProgram("gpg");
        try {
            Gnupg gnupg = new Gnupg(Files.createTempDirectory(Path.of("/tmp"), "hf"));
            // Otherwise the agent measures how many rounds a passphrase can take, for seconds on a busy machine.
            gnupg.write("gpg-agent.conf", "s2k-count 65536\n".getBytes(StandardCharsets.US_ASCII));
            return gnupg;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Skips the test without GnuPG, or fails it where interoperability is required. */
    private static void requireProgram(String program) {
        if (!isInstalled(program) && Boolean.getBoolean("holdfast.interop.required")) {
            fail("The program " + program + " is not installed");
        }
        assumeInstalled(program);
    }

    static void assumeInstalled(String program) {
        assumeTrue(isInstalled(program), "The program " + program + " is not installed");
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    Path file(String name) {
        return home.resolve(name);
    }

    Path write(String name, byte[] content) {
        try {
            return Files.write(file(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] gpg(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "gpg",
                "--batch",
                "--yes",
                "--quiet",
                "--no-tty",
                "--pinentry-mode",
                "loopback",
                "--trust-model",
                "always"));
        command.addAll(Arrays.asList(arguments));
        return run(command);
    }

    /** Standard output of a program, which must succeed. */
    byte[] run(List<String> command) {
        Path errors = file("stderr");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectError(errors.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("GNUPGHOME", home.toString());
        environment.put("LC_ALL", "C");
        try {
            Process process = builder.start();
            byte[] output;
            try (InputStream stdout = process.getInputStream()) {
                output = stdout.readAllBytes();
            }
            int code = process.waitFor();
            if (code != 0) {
                throw new AssertionError(command + " gave " + code + ": " + Files.readString(errors));
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Makes a key by a parameter block, without a passphrase unless that names one. */
    void generate(String... parameters) {
        List<String> lines = new ArrayList<>(Arrays.asList(parameters));
        if (lines.stream().noneMatch(it -> it.startsWith("Passphrase"))) {
            lines.add(0, "%no-protection");
        }
        lines.add("%commit");
        Path file = write("parameters", String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        gpg("--generate-key", file.toString());
    }

    @Override
    public void close() {
        try {
            run(List.of("gpgconf", "--kill", "all"));
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
