package dev.holdfast.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.source.SourceFile.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFileTest {

    private final Posix posix = Posix.best();

    @TempDir
    Path directory;

    private Path path;

    @BeforeEach
    void write() throws IOException {
        path = Files.write(directory.resolve("file"), content(100_000));
    }

    private static byte[] content(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }

    private SourceEntry entry() throws Exception {
        try (Scanner scanner = Scanner.open(path, EntryFilter.EVERYTHING, posix, Runnable::run)) {
            return scanner.next();
        }
    }

    private static byte[] drain(SourceFile file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(7_000);
        while (file.read(buffer.clear()) >= 0) {
            bytes.write(buffer.array(), 0, buffer.position());
        }
        return bytes.toByteArray();
    }

    @Test
    void aFileThatHoldsStillIsStable() throws Exception {
        try (SourceFile file = SourceFile.open(entry(), posix)) {
            assertThat(drain(file)).isEqualTo(content(100_000));
            assertThat(file.outcome()).isEqualTo(Outcome.STABLE);
        }
    }

    @Test
    void growingShrinkingAndOverwritingAreSeen() throws Exception {
        List<Change> changes = List.of(
                () -> Files.write(path, content(5), StandardOpenOption.APPEND),
                () -> Files.write(path, content(5)),
                () -> {
                    FileTime before = Files.getLastModifiedTime(path);
                    Files.write(path, content(10), StandardOpenOption.WRITE);
                    Files.setLastModifiedTime(path, before);
                },
                () -> Files.move(
                        Files.write(directory.resolve("other"), content(100_000)),
                        path,
                        StandardCopyOption.REPLACE_EXISTING));
        for (Change change : changes) {
            write();
            try (SourceFile file = SourceFile.open(entry(), posix)) {
                file.read(ByteBuffer.allocate(1_000));
                letTheClockTick();
                change.make();
                drain(file);
                assertThat(file.outcome()).isEqualTo(Outcome.CHANGED);
            }
        }
    }

    /** The kernel's file clock moves every few milliseconds; a change within one step of it is what "racy" is for. */
    private void letTheClockTick() throws IOException {
        Path probe = directory.resolve("probe");
        FileTime begin = Files.getLastModifiedTime(Files.write(probe, content(1)));
        while (Files.getLastModifiedTime(Files.write(probe, content(1))).equals(begin)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aFileCutShortIsNeverTakenAsWhole() throws Exception {
        try (SourceFile file = SourceFile.open(entry(), posix)) {
            try (RandomAccessFile other = new RandomAccessFile(path.toFile(), "rw")) {
                other.setLength(50_000);
            }
            assertThat(drain(file)).hasSize(50_000);
            assertThat(file.outcome()).isEqualTo(Outcome.CHANGED);
        }
    }

    @Test
    void aDeletedFileHasVanished() throws Exception {
        SourceEntry entry = entry();
        try (SourceFile file = SourceFile.open(entry, posix)) {
            Files.delete(path);
            assertThat(drain(file)).hasSize(100_000);
            assertThat(file.outcome()).isEqualTo(Outcome.VANISHED);
        }
        assertThatThrownBy(() -> SourceFile.open(entry, posix)).isInstanceOf(java.nio.file.NoSuchFileException.class);
    }

    @Test
    void aSymbolicLinkInItsPlaceIsNotFollowed() throws Exception {
        SourceEntry entry = entry();
        Files.delete(path);
        Files.createSymbolicLink(path, Files.write(directory.resolve("secret"), content(10)));
        assertThatThrownBy(() -> SourceFile.open(entry, posix)).hasMessageContaining("no regular file any more");
    }

    @Test
    void largeHolesAreSkippedAndSmallOnesRead() throws Exception {
        assumeTrue(posix.shortcoming().isEmpty(), "holes are found by native calls only");
        long hole = 1 << 20;
        try (RandomAccessFile other = new RandomAccessFile(path.toFile(), "rw")) {
            other.setLength(0);
            other.seek(hole);
            other.write(content(8_192));
            other.seek(hole + 8_192 + 8_192);
            other.write(content(4_096));
            other.setLength(3 * hole);
        }
        List<String> pieces = new ArrayList<>();
        try (SourceFile file = SourceFile.open(entry(), posix)) {
            while (file.position() < file.metadata().sizeBytes()) {
                long skipped = file.skipHole();
                if (skipped > 0) {
                    pieces.add("hole " + skipped);
                } else {
                    pieces.add("data " + file.read(ByteBuffer.allocate(1 << 20)));
                }
            }
            assertThat(file.outcome()).isEqualTo(Outcome.STABLE);
        }
        assertThat(pieces).containsExactly("hole " + hole, "data 20480", "hole " + (3 * hole - hole - 20_480));
        try (SourceFile file = SourceFile.open(entry(), posix)) {
            assertThat(drain(file)).as("without asking for holes").isEqualTo(Files.readAllBytes(path));
        }
    }

    private interface Change {
        void make() throws IOException;
    }
}
