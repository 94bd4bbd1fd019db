package dev.holdfast.examples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores to where something is in the way: exit code 1, one line, and nothing that is there is lost. */
class RestoreTargetTest {

    @TempDir
    Path directory;

    private Shell shell;

    @BeforeEach
    void backUp() {
        shell = new Shell(directory);
        shell.write("source/notes.txt", "content");
        shell.write("source/sub/file", "more content");
        assertThat(shell.run("backup --no-encryption @source @@repo")).isZero();
    }

    private int restore(String destination, String options) {
        return shell.run(("restore --no-encryption @@repo " + destination + " " + options).strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--force", "--keep-existing"})
    void aSymbolicLinkThatLeadsOutsideIsNotFollowed(String options) throws IOException {
        Files.createDirectories(shell.path("dest"));
        Path outside = Files.createDirectory(shell.path("outside"));
        Files.createSymbolicLink(shell.path("dest/sub"), outside);
        Path victim = shell.write("victim", "of somebody else");
        Files.createSymbolicLink(shell.path("dest/notes.txt"), victim);

        int code = restore("@dest", options);

        assertThat(outside).isEmptyDirectory();
        assertThat(victim).hasContent("of somebody else");
        assertThat(code).isEqualTo(1);
        assertThat(shell.out()).startsWith("Restored a part of snapshot ");
        assertThat(shell.err()).contains("failed: sub");
        if (options.isEmpty()) {
            assertThat(shell.err()).contains("failed: notes.txt: ");
        }
    }

    @Test
    void aDirectoryThatMayNotBeWrittenEndsWith1() throws IOException {
        assertThat(restore(readOnlyDirectory() + "/holdfast-test", "")).isEqualTo(1);
        assertThat(shell.err()).startsWith("failed: ").hasLineCount(1).contains("holdfast-test");
    }

    /** Root may write everywhere but in what is no real file system. */
    private Path readOnlyDirectory() throws IOException {
        Path made = Files.createDirectory(
                shell.path("read-only"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        if (!Files.isWritable(made)) {
            return made;
        }
        Path kernel = Path.of("/proc");
        assumeTrue(Files.isDirectory(kernel), "skipped: root writes everywhere, and there is no /proc");
        return kernel;
    }

    @Test
    void aPathBelowAFileEndsWith1() {
        shell.write("file", "in the way");

        assertThat(restore("@file/dest", "--force")).isEqualTo(1);
        assertThat(shell.err()).startsWith("failed: ").hasLineCount(1).contains("file");
        assertThat(shell.read("file")).isEqualTo("in the way");
    }

    @Test
    void aFileInPlaceOfTheTreeEndsWith1() {
        shell.write("file", "in the way");

        assertThat(restore("@file", "")).isEqualTo(1);
        assertThat(shell.out()).startsWith("Restored nothing of snapshot ");
        assertThat(shell.err()).startsWith("failed: ");
        assertThat(shell.read("file")).isEqualTo("in the way");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " --path notes.txt", " --path sub/file --dry-run"})
    void aSocketOrDeviceThatIsDestStaysAndNothingIsRestored(String options) throws IOException {
        Path socket = shell.path("special");
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(socket));
            Path link = Files.createSymbolicLink(shell.path("link"), socket);
            for (Path destination : List.of(socket, link)) {
                assertThat(restore(destination.toString(), "--force" + options)).isEqualTo(2);
                assertThat(shell.err()).hasLineCount(1).contains(destination + " is a device, fifo or socket");
            }
            assertThat(Files.readAttributes(link, BasicFileAttributes.class).isOther())
                    .isTrue();
            assertThat(link).isSymbolicLink();
        }
    }

    @Test
    void aSocketInsideOfDestIsReplacedByForce() throws IOException {
        Files.createDirectories(shell.path("dest/sub"));
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(shell.path("dest/sub/file")));
            assertThat(restore("@dest", "--force")).isZero();
        }
        assertThat(shell.path("dest/sub/file")).hasContent("more content");
    }

    @Test
    void aSourceThatWasAFileBecomesDestOrLiesInADirectoryThatIsThere() throws IOException {
        assertThat(shell.run("backup --no-encryption @source/notes.txt @@single"))
                .isZero();
        Files.createDirectory(shell.path("there"));
        for (String destination : List.of("new/name.txt", "there")) {
            assertThat(shell.run("restore --no-encryption @@single @" + destination))
                    .isZero();
            assertThat(shell.run("restore --no-encryption @@single @" + destination))
                    .as("again")
                    .isZero();
        }
        assertThat(shell.path("new/name.txt")).hasContent("content");
        assertThat(shell.path("there/notes.txt")).hasContent("content");
    }
}
