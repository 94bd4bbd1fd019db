package dev.holdfast.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every storage must do. Extend it, override {@link #open()}, and run it; a storage that can write under a
 * condition extends {@link ConditionalStorageContract} instead.
 *
 * <p>Stores a few thousand small objects and one of {@link #largeSizeBytes()}.
 */
public abstract class StorageContract extends ObjectContract {

    @Override
    protected abstract Storage open() throws IOException;

    // listing

    @Test
    void aListingIsInTheOrderOfBytesAndComplete() throws IOException {
        List<String> keys = someKeys(manyObjects());
        Collections.shuffle(keys, new Random(10));
        for (String key : keys) {
            put(key, key);
        }
        List<String> sorted = keys.stream().sorted().toList();

        assertThat(list("", "")).isEqualTo(sorted);
        for (String prefix : List.of("n/", "n/1", "n/12/", "n/12/3", "n.", "m", "n/1234", "nothing", "n/9/9/9")) {
            assertThat(list(prefix, ""))
                    .as(prefix)
                    .isEqualTo(sorted.stream()
                            .filter(key -> key.startsWith(prefix))
                            .toList());
        }
        for (String after :
                List.of("a", "n", "n/", "n/12", "n/12/", sorted.get(sorted.size() / 2), "n/13/zzz", "z", "z~")) {
            assertThat(list("", after))
                    .as(after)
                    .isEqualTo(sorted.stream()
                            .filter(key -> key.compareTo(after) > 0)
                            .toList());
            assertThat(list("n/1", after))
                    .as("n/1 after " + after)
                    .isEqualTo(sorted.stream()
                            .filter(key -> key.startsWith("n/1") && key.compareTo(after) > 0)
                            .toList());
        }
    }

    /** Keys in which the slash must be compared as a byte like others: '-' and '.' come before it, digits after. */
    private static List<String> someKeys(int count) {
        List<String> keys =
                new ArrayList<>(List.of("a/b", "a.b", "a-b", "a0", "A/b", "a_b", "a/b-/c", "a/b-c", "n.x/y"));
        IntStream.range(0, count - keys.size())
                .mapToObj(i -> "n/" + i % 50 + (i % 3 == 0 ? "/" : i % 3 == 1 ? "." : "-") + i)
                .forEach(keys::add);
        return keys;
    }

    @Test
    void oneKeyOfALongListingMayBeTaken() throws IOException {
        for (int i = 0; i < 20; i++) {
            put("log/%012d".formatted(i), "record");
        }
        try (Stream<ObjectInfo> list = storage().list("log/", "")) {
            assertThat(list.findFirst().orElseThrow().key()).isEqualTo(ObjectKey.of("log/000000000000"));
        }
    }

    // deleting

    @Test
    void deletedObjectsAreGoneAndDeletingTwiceIsNoError() throws IOException {
        List<ObjectKey> keys = new ArrayList<>();
        for (int i = 0; i < manyObjects() / 2; i++) {
            keys.add(put("d/" + i, "x").key());
        }
        put("kept", "x");

        storage().delete(keys);
        assertThat(list("", "")).containsExactly("kept");
        assertThat(storage().stat(keys.get(0))).isEmpty();
        storage().delete(keys.subList(0, 10));
        storage().delete(List.of());
        put("d/1", "again");
        assertThat(list("", "")).containsExactly("d/1", "kept");
    }

    // concurrency

    @Test
    void manyThreadsStoreDifferentObjects() throws Exception {
        Together.run(8, thread -> {
            for (int i = 0; i < 20; i++) {
                put("c/" + i + "/" + thread, thread + ":" + i);
            }
        });

        assertThat(list("", "")).hasSize(160);
        assertThat(text("c/7/3")).isEqualTo("3:7");
    }

    @Test
    void readersSeeOneWholeObjectWhileItIsReplaced() throws Exception {
        ObjectKey key = ObjectKey.of("o");
        storage().put(key, Bodies.filled((byte) 0, 100_000), ObjectKind.LEASE);
        Together.run(6, thread -> {
            for (int i = 0; i < 15; i++) {
                if (thread < 3) {
                    storage().put(key, Bodies.filled((byte) thread, 100_000 + thread), ObjectKind.LEASE);
                } else {
                    byte[] seen = bytes("o", ByteRange.ALL);
                    assertThat(seen).hasSize(100_000 + seen[0]).containsOnly(seen[0]);
                    assertThat(list("", "")).containsExactly("o");
                }
            }
        });
    }

    // closing

    @Test
    void whereObjectsLieOnThisMachineThereIsSomething() throws IOException {
        put("o", "x");
        storage().localPath().ifPresent(path -> assertThat(path).exists());
    }

    @Test
    void closingTwiceIsHarmless() throws IOException {
        put("o", "x");
        storage().close();
        storage().close();
    }

    @Test
    void anotherStorageSeesWhatIsThere() throws IOException {
        try (Storage other = reopen()) {
            put("o", "x");
            assertThat(other.stat(ObjectKey.of("o"))).isPresent();
            other.delete(List.of(ObjectKey.of("o")));
            assertThat(storage().stat(ObjectKey.of("o"))).isEmpty();
            other.put(ObjectKey.of("p"), Bodies.of("y"), ObjectKind.LOG);
        }
        assertThat(text("p")).isEqualTo("y");
        storage().close();
        try (Storage later = reopen()) {
            assertThat(later.stat(ObjectKey.of("p"))).isPresent();
        }
    }
}
