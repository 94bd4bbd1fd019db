package dev.holdfast.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.error.NotFoundException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Works below {@code target}, as it does for a user. */
class QuickstartTest {

    @TempDir
    Path directory;

    @Test
    void showsABackupOfADirectoryThatItLeavesAlone() throws IOException {
        Files.createDirectories(directory.resolve("sub"));
        for (int i = 0; i < 10; i++) {
            Files.writeString(directory.resolve("sub/file " + i), "content " + i);
        }
        Files.writeString(Files.createDirectory(directory.resolve(".git")).resolve("HEAD"), "ref: refs/heads/main");
        List<String> before = tree();

        for (int run = 0; run < 2; run++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            boolean equal = Quickstart.run(
                    directory,
                    Quickstart.Store.DIRECTORY,
                    Map.of(),
                    new PrintStream(bytes, true, StandardCharsets.UTF_8));

            assertThat(bytes.toString(StandardCharsets.UTF_8))
                    .contains(
                            ": 10 files, ", "1. A key pair", "| Incremental snapshot ", "All are equal.", "Try next:");
            assertThat(equal).isTrue();
            assertThat(tree()).isEqualTo(before);
        }
    }

    /** The front page's second command. */
    @Test
    void showsTheSameOverS3() throws IOException {
        Files.writeString(directory.resolve("file"), "content");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean equal = Quickstart.run(
                directory, Quickstart.Store.S3, Map.of(), new PrintStream(bytes, true, StandardCharsets.UTF_8));

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("an S3 server in this process", "| Incremental snapshot ", "All are equal.");
        assertThat(equal).isTrue();
    }

    @Test
    void aDirectoryThatIsNotThereIsNamedAndNothingIsMade() throws IOException {
        Path workplace = Workplace.ofThisProgram().base();
        Workplace.ofThisProgram().prepare();
        Path mark = Files.createFile(workplace.resolve("of an earlier run"));
        assertThatThrownBy(() ->
                        Quickstart.run(directory.resolve("absent"), Quickstart.Store.DIRECTORY, Map.of(), System.out))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("absent");
        assertThat(mark).exists();
    }

    private List<String> tree() throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.map(Path::toString).sorted().toList();
        }
    }
}
