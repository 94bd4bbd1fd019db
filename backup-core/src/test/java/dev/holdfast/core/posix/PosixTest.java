package dev.holdfast.core.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.failure.Reasons;
import dev.holdfast.core.testing.WeirdTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PosixTest {

    private final Posix natively = Posix.best();
    private final Posix jdk = Posix.jdk();

    @TempDir
    Path directory;

    @Test
    void nothingIsReplacedByAFileThatIsRenamedToAFreeName() throws IOException {
        for (Posix posix : List.of(natively, jdk)) {
            Path made = Files.writeString(directory.resolve("made"), "made");
            Path there = Files.writeString(directory.resolve("there"), "there");
            Path link = directory.resolve("link");
            Files.createSymbolicLink(link, Path.of("nowhere"));
            Path folder = Files.createDirectory(directory.resolve("folder"));
            for (Path taken : List.of(there, link, folder, made)) {
                assertThatThrownBy(() -> posix.renameToFree(made, taken))
                        .isInstanceOf(FileAlreadyExistsException.class)
                        .hasMessageContaining(taken.toString());
            }
            assertThat(there).hasContent("there");
            Path free = directory.resolve("free");
            posix.renameToFree(made, free);
            assertThat(made).doesNotExist();
            assertThat(free).hasContent("made");
            for (Path path : List.of(there, link, folder, free)) {
                Files.delete(path);
            }
        }
    }

    /** Otherwise a file would seem changed as soon as the way to look at it changes. */
    @Test
    void theJdkAndTheNativeCallSeeTheSameOfEveryKindOfFile() throws IOException {
        assumeTrue(natively.shortcoming().isEmpty(), "needs native calls");
        natively.createFifo(directory.resolve("loads the library"));
        WeirdTree.create(directory.resolve("tree"));
        List<Path> paths = new ArrayList<>(List.of(Path.of("/dev/null"), Path.of("/proc"), Path.of("/")));
        Files.walkFileTree(directory.resolve("tree"), Set.of(), 3, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                paths.add(path);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
                return visitFile(
                        path, Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
            }
        });
        assertThat(paths).hasSizeGreaterThan(40);
        for (Path path : paths) {
            assertThat(natively.status(path)).as("%s", path).isEqualTo(jdk.status(path));
        }
    }

    /** Whoever may set a file's time, where the file system keeps any, must not stop the backup with it. */
    @Test
    void aTimeBeyondWhatAListingKeepsIsTheLastOneThatItKeeps() {
        byte[] status = new byte[256];
        ByteBuffer fields = ByteBuffer.wrap(status).order(ByteOrder.nativeOrder());
        assertThat(LinuxStatus.of(fields.putLong(112, Long.MAX_VALUE).array()).modified())
                .isEqualTo(Instant.ofEpochSecond(999_999_999_999_999L));
        assertThat(LinuxStatus.of(fields.putLong(112, Long.MIN_VALUE).array()).modified())
                .isEqualTo(Instant.ofEpochSecond(-999_999_999_999_999L));
        assertThat(LinuxStatus.of(fields.putLong(112, -2).putInt(120, 5).array())
                        .modified())
                .isEqualTo(Instant.ofEpochSecond(-2, 5));
    }

    @Test
    void onlyARegularFileIsOpenedAndNobodyIsWaitedFor() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "content");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        List<Path> others = new ArrayList<>(List.of(directory, link));
        if (natively.shortcoming().isEmpty()) {
            natively.createFifo(directory.resolve("fifo"));
            others.add(directory.resolve("fifo"));
        }
        for (Posix posix : List.of(natively, jdk)) {
            try (FileChannel opened = posix.openFile(file)) {
                assertThat(opened.size()).isEqualTo(7);
            }
            for (Path other : others) {
                assertThatThrownBy(() -> posix.openFile(other)).isInstanceOf(FileSystemException.class);
            }
        }
    }

    /** The next entry that is opened mostly gets the same descriptor. */
    @Test
    void anEntryThatIsClosedAgainClosesNoOther() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        OpenEntry first = natively.openEntry(file);
        first.close();
        List<OpenEntry> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            others.add(natively.openEntry(file));
        }
        first.close();
        for (OpenEntry other : others) {
            assertThat(other.status().links()).isEqualTo(1);
            other.close();
        }
    }

    /** Restored beside them, they would be other attributes on a system that keeps ACLs elsewhere. */
    @Test
    void xfssOtherNamesOfAclsAreNoAttributes() throws IOException {
        assumeTrue(natively.shortcoming().isEmpty(), "needs native calls");
        Path file = Files.createFile(directory.resolve("file"));
        try (OpenEntry entry = natively.openEntry(file)) {
            entry.setAttribute(new ExtendedAttribute("trusted.SGI_ACL_FILE", new byte[] {1}));
        } catch (IOException e) {
            assumeTrue(false, "only root sets trusted attributes");
        }
        assertThat(natively.attributes(file, EntryType.FILE)).isEmpty();
    }

    @AfterEach
    void deleteWhatOnlyItsMakerCan() throws IOException {
        WeirdTree.delete(directory.resolve("tree"));
    }

    @Test
    void aFileThatIsNotThereIsToldInTheSameWay() throws IOException {
        Path missing = directory.resolve("missing");
        for (Posix posix : List.of(natively, jdk)) {
            assertThat(posix.find(missing)).isEmpty();
            assertThatThrownBy(() -> posix.status(missing))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessage(missing.toString());
        }
    }

    @Test
    void whatIsNoLinkAnyMoreIsSaidToBeNone() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        for (Posix posix : List.of(natively, jdk)) {
            assertThatThrownBy(() -> posix.linkTarget(file))
                    .isInstanceOfSatisfying(
                            NotLinkException.class,
                            e -> assertThat(Reasons.of(e)).isEqualTo("it is no symbolic link any more"));
        }
    }

    @Test
    void aLinksTargetIsKeptAtAnyLength() throws IOException {
        for (int length : new int[] {1, 127, 128, 129, 4_095}) {
            Path link = directory.resolve("link" + length);
            Files.createSymbolicLink(link, Path.of("x/".repeat(length / 2) + (length % 2 == 1 ? "y" : "")));
            String target = Files.readSymbolicLink(link).toString();
            assertThat(natively.linkTarget(link)).asString().isEqualTo(target);
        }
    }
}
