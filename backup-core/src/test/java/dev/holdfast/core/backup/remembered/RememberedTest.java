package dev.holdfast.core.backup.remembered;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedTest {

    @Test
    void aRunThatDoesNotCommitLeavesWhatWasThereAndNothingElse(@TempDir Path directory) throws IOException {
        keep(directory, 1);
        try (Remembered remembered = new Remembered(directory)) {
            remembered.keep(key(2), value(2));
        }
        try (Remembered remembered = new Remembered(directory)) {
            assertThat(remembered.find(key(1))).hasValue(value(1));
            assertThat(remembered.find(key(2))).isEmpty();
        }
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void whatIsNotKeptAgainIsForgotten(@TempDir Path directory) {
        keep(directory, 1);
        keep(directory, 2);
        try (Remembered remembered = new Remembered(directory)) {
            assertThat(remembered.find(key(1))).isEmpty();
            assertThat(remembered.find(key(2))).hasValue(value(2));
        }
    }

    @Test
    void whatAKilledRunHasBegunIsDroppedByTheNext(@TempDir Path directory) throws IOException {
        Files.write(directory.resolve(".remembered-123"), new byte[100]);
        keep(directory, 1);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("remembered"));
        }
    }

    @Test
    void whoeverOnlyLooksLeavesWhatAnotherRunHasBegun(@TempDir Path directory) {
        try (Remembered writing = new Remembered(directory)) {
            writing.keep(key(1), value(1));
            try (Remembered looking = new Remembered(directory)) {
                assertThat(looking.find(key(1))).isEmpty();
            }
            writing.replace();
        }
        try (Remembered remembered = new Remembered(directory)) {
            assertThat(remembered.find(key(1))).hasValue(value(1));
        }
    }

    private Path tried;

    @BeforeTry
    void makeDirectory() throws IOException {
        tried = Files.createTempDirectory("remembered-");
    }

    /** Whatever befalls the file, an answer is right or absent. */
    @Property(tries = 200)
    void damageMakesWhatItHitsAbsent(
            @ForAll @IntRange(min = 1, max = 6) int count, @ForAll long at, @ForAll @IntRange(max = 2) int kind)
            throws IOException {
        keep(tried, count, 0);
        Path file = tried.resolve("remembered");
        byte[] bytes = Files.readAllBytes(file);
        int place = (int) Math.floorMod(at, (long) bytes.length);
        switch (kind) {
            case 0 -> bytes[place] ^= (byte) (1 << Math.floorMod(at, 8));
            case 1 -> bytes = Arrays.copyOf(bytes, place);
            default -> Arrays.fill(bytes, place, Math.min(bytes.length, place + 40), (byte) 0xff);
        }
        Files.write(file, bytes);
        try (Remembered remembered = new Remembered(tried)) {
            for (int i = 0; i < count; i++) {
                Optional<byte[]> found = remembered.find(key(i));
                if (found.isPresent()) {
                    assertThat(found).hasValue(value(i));
                }
            }
        } finally {
            delete();
        }
    }

    @Property(tries = 30)
    void eachOfManyIsFoundAndNoOther(@ForAll @IntRange(max = 300) int count) {
        keep(tried, count, 0);
        try (Remembered remembered = new Remembered(tried)) {
            for (int i = 0; i < count; i++) {
                assertThat(remembered.find(key(i))).hasValue(value(i));
            }
            assertThat(remembered.find(key(count))).isEmpty();
        } finally {
            delete();
        }
    }

    private void delete() {
        try {
            Files.deleteIfExists(tried.resolve("remembered"));
            Files.delete(tried);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void keep(Path directory, int i) {
        keep(directory, 1, i);
    }

    private static void keep(Path directory, int count, int first) {
        try (Remembered remembered = new Remembered(directory)) {
            for (int i = first; i < first + count; i++) {
                remembered.keep(key(i), value(i));
            }
            remembered.replace();
        }
    }

    private static byte[] key(int i) {
        byte[] key = new byte[32];
        key[5] = (byte) i;
        key[6] = (byte) (i >> 8);
        return key;
    }

    private static byte[] value(int i) {
        byte[] value = new byte[i % 40 * 7];
        Arrays.fill(value, (byte) i);
        return value;
    }
}
