package dev.holdfast.examples.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.api.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SingleFileStorageTest {

    @TempDir
    Path directory;

    @Test
    void whatWasStoredIsThereWhenTheFileIsOpenedAgain() throws IOException {
        Path file = directory.resolve("store");
        try (Storage storage = SingleFileStorage.open(file)) {
            put(storage, "kept", "old");
            put(storage, "kept", "new");
            put(storage, "gone", "x");
            storage.delete(List.of(ObjectKey.of("gone")));
        }
        try (Storage storage = SingleFileStorage.open(file)) {
            assertThat(text(storage, "kept")).isEqualTo("new");
            assertThat(storage.stat(ObjectKey.of("gone"))).isEmpty();
        }
    }

    @Test
    void aProcessKilledWhileItWritesLosesOnlyTheObjectItWrote() throws IOException {
        Path file = directory.resolve("store");
        try (Storage storage = SingleFileStorage.open(file)) {
            put(storage, "a", "first");
            put(storage, "b", "second");
        }
        byte[] whole = Files.readAllBytes(file);
        int second = (int) (whole.length - (4 + 2 + 8 + 1 + 6 + 4));
        for (int length = second; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            try (Storage storage = SingleFileStorage.open(file)) {
                assertThat(text(storage, "a")).isEqualTo("first");
                assertThat(storage.stat(ObjectKey.of("b"))).isEmpty();
                put(storage, "b", "again");
                assertThat(text(storage, "b")).isEqualTo("again");
            }
        }
    }

    @Test
    void anotherKindOfFileIsLeftAlone() throws IOException {
        Path file = directory.resolve("letter.txt");
        Files.writeString(file, "Dear reader, this is no store at all.");

        assertThatThrownBy(() -> SingleFileStorage.open(file)).isInstanceOf(PermanentStorageException.class);
        assertThat(file).hasContent("Dear reader, this is no store at all.");
    }

    @Test
    void theFileIsOpenOnlyOnce() throws IOException {
        Path file = directory.resolve("store");
        try (Storage storage = SingleFileStorage.open(file)) {
            assertThatThrownBy(() -> SingleFileStorage.open(file))
                    .isInstanceOf(PermanentStorageException.class)
                    .hasMessageContaining(
                            storage.describe().substring(storage.describe().lastIndexOf(' ') + 1));
        }
    }

    private static void put(Storage storage, String key, String content) throws IOException {
        storage.put(ObjectKey.of(key), ObjectBody.of(content.getBytes(StandardCharsets.UTF_8)), ObjectKind.MANIFEST);
    }

    private static String text(Storage storage, String key) throws IOException {
        try (InputStream in = storage.open(ObjectKey.of(key), ByteRange.ALL)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
