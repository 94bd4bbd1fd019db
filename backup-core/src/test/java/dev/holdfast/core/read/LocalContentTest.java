package dev.holdfast.core.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.posix.HoleFinder;
import dev.holdfast.core.posix.Posix;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalContentTest {

    private static final int SMALL = 1 << 20;
    /** Nobody would wait until so much was read. */
    private static final long HUGE = 64L << 30;

    private final Posix posix = Posix.best();
    private Path file;

    @BeforeEach
    void create(@TempDir Path directory) throws IOException {
        file = Files.createFile(directory.resolve("file"));
    }

    private long firstDifference(LocalContent.Holes holes, ContentItem... items) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new LocalContent().firstDifference(channel, holes, Content.of(List.of(items)), page -> new byte[0]);
        }
    }

    private void write(long position) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1}), position);
        }
    }

    @Test
    void aHoleIsComparedWithAHoleWithoutReading() throws IOException {
        try (RandomAccessFile longer = new RandomAccessFile(file.toFile(), "rw")) {
            longer.setLength(HUGE);
        }
        assumeTrue(posix.shortcoming().isEmpty(), "needs native calls");
        assertThat(firstDifference(() -> posix.findHoles(file), ContentItem.hole(HUGE)))
                .isEqualTo(-1);
        assertThat(firstDifference(() -> posix.findHoles(file), ContentItem.hole(HUGE - 1)))
                .as("longer")
                .isEqualTo(HUGE - 1);
        write(HUGE / 2);
        assertThat(firstDifference(
                        () -> posix.findHoles(file), ContentItem.hole(SMALL), ContentItem.hole(HUGE - SMALL)))
                .isEqualTo(SMALL);
    }

    @Test
    void zerosAreAsGoodAsAHole() throws IOException {
        Files.write(file, new byte[SMALL]);
        assertThat(firstDifference(() -> HoleFinder.NONE, ContentItem.hole(SMALL)))
                .isEqualTo(-1);
        write(SMALL - 1);
        assertThat(firstDifference(() -> HoleFinder.NONE, ContentItem.hole(SMALL)))
                .isZero();
    }

    @Test
    void aHoleThatEndsBehindTheFileIsNotThere() throws IOException {
        Files.write(file, new byte[SMALL]);
        assertThat(firstDifference(() -> HoleFinder.NONE, ContentItem.hole(SMALL + 1)))
                .isZero();
        assertThat(firstDifference(() -> HoleFinder.NONE, ContentItem.hole(1), ContentItem.hole(Long.MAX_VALUE)))
                .isEqualTo(1);
    }
}
