package dev.holdfast.examples.command.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardStreamTest {

    @TempDir
    private Path directory;

    @Test
    void aFullDiskIsRememberedThroughThePrintStream() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "skipped: no /dev/full");
        StandardStream stream = new StandardStream(new FileOutputStream("/dev/full"));
        try (PrintStream out = new PrintStream(stream, false, StandardCharsets.UTF_8)) {
            out.print("a list");
        }
        assertThat(stream.failure()).isPresent();
    }

    @Test
    void whatIsWrittenIsNoFailure() throws Exception {
        Path file = directory.resolve("list");
        StandardStream stream = new StandardStream(new FileOutputStream(file.toFile()));
        try (PrintStream out = new PrintStream(stream, false, StandardCharsets.UTF_8)) {
            out.print("a list");
        }
        assertThat(stream.failure()).isEmpty();
        assertThat(file).hasContent("a list");
    }
}
