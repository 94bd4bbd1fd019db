package dev.holdfast.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.ObjectNotFoundException;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.api.storage.Storage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of the {@link StorageContract} that is about single objects: how they are stored and read. */
abstract class ObjectContract {

    private Storage storage;

    /** Opens a new storage over an empty store. The contract closes it. */
    protected abstract Storage open() throws IOException;

    /**
     * Opens a second storage over the store that {@link #open()} made last, as another process would. The contract
     * closes it. Where that is impossible, tests that need it are skipped.
     */
    protected Storage reopen() throws IOException {
        return Assumptions.abort("this storage cannot be opened a second time");
    }

    /** The size of the large object, by default 40 MiB: above the usual thresholds of multipart uploads. */
    protected long largeSizeBytes() {
        return 40L << 20;
    }

    /** How many objects the tests of listings store, by default 2,500: more than two pages of S3. */
    protected int manyObjects() {
        return 2_500;
    }

    @BeforeEach
    final void openStorage() throws IOException {
        storage = open();
    }

    @AfterEach
    final void closeStorage() throws IOException {
        storage.close();
    }

    final Storage storage() {
        return storage;
    }

    @Test
    void closingASecondTimeDoesNothing() throws IOException {
        storage.close();
        storage.close();
    }

    // put, open, stat

    @Test
    void whatWasPutIsRead() throws IOException {
        ObjectInfo stored = put("volumes/ab/1", "some bytes");

        assertThat(stored.key()).isEqualTo(ObjectKey.of("volumes/ab/1"));
        assertThat(stored.sizeBytes()).isEqualTo(10);
        assertThat(text("volumes/ab/1")).isEqualTo("some bytes");
    }

    @Test
    void statDescribesTheSameAsPutAndList() throws IOException {
        ObjectInfo stored = put("log/1", "record");

        ObjectInfo seen = storage.stat(ObjectKey.of("log/1")).orElseThrow();
        assertThat(seen.key()).isEqualTo(stored.key());
        assertThat(seen.sizeBytes()).isEqualTo(6);
        assertThat(seen.version()).isEqualTo(stored.version());
        try (Stream<ObjectInfo> list = storage.list("", "")) {
            ObjectInfo listed = list.findFirst().orElseThrow();
            assertThat(listed.sizeBytes()).isEqualTo(6);
            assertThat(listed.version()).isEqualTo(stored.version());
        }
    }

    @ParameterizedTest
    @EnumSource(ObjectKind.class)
    void everyKindIsStored(ObjectKind kind) throws IOException {
        storage.put(ObjectKey.of("object"), Bodies.of("content"), kind);

        assertThat(text("object")).isEqualTo("content");
    }

    @Test
    void anAbsentObjectIsNotFound() throws IOException {
        put("a/b", "there");

        for (String absent : List.of("x", "a", "a/b/c", "a/bb", "a/B")) {
            assertThat(storage.stat(ObjectKey.of(absent))).as(absent).isEmpty();
            assertThatThrownBy(() -> bytes(absent, ByteRange.ALL))
                    .as(absent)
                    .isInstanceOf(ObjectNotFoundException.class);
        }
    }

    @Test
    void anEmptyStoreAnswers() throws IOException {
        assertThat(list("", "")).isEmpty();
        assertThat(storage.stat(ObjectKey.of("log/1"))).isEmpty();
        assertThatCode(() -> storage.delete(List.of(ObjectKey.of("log/1")))).doesNotThrowAnyException();
        assertThat(storage.describe()).isNotBlank();
    }

    @Test
    void anEmptyObjectIsAnObject() throws IOException {
        put("empty", "");

        assertThat(text("empty")).isEmpty();
        assertThat(bytes("empty", ByteRange.of(0, 10))).isEmpty();
        assertThat(storage.stat(ObjectKey.of("empty")).orElseThrow().sizeBytes())
                .isZero();
        assertThat(list("", "")).containsExactly("empty");
    }

    @Test
    void aLargeObjectIsReadWholeAndInParts() throws IOException {
        long sizeBytes = largeSizeBytes();
        ObjectKey key = ObjectKey.of("volumes/large");
        ObjectInfo stored = storage.put(key, Bodies.random(1, sizeBytes), ObjectKind.VOLUME);

        assertThat(stored.sizeBytes()).isEqualTo(sizeBytes);
        try (InputStream actual = storage.open(key, ByteRange.ALL);
                InputStream expected = Bodies.random(1, sizeBytes).open()) {
            byte[] part = expected.readNBytes(1 << 20);
            while (part.length > 0) {
                assertThat(Arrays.equals(actual.readNBytes(part.length), part)).isTrue();
                part = expected.readNBytes(1 << 20);
            }
            assertThat(actual.read()).isEqualTo(-1);
        }
        long offset = sizeBytes - 100_000;
        try (InputStream expected = Bodies.random(1, sizeBytes).open()) {
            expected.skipNBytes(offset);
            assertThat(bytes("volumes/large", ByteRange.of(offset, 200_000))).isEqualTo(expected.readAllBytes());
        }
    }

    @ParameterizedTest
    @MethodSource("unusualKeys")
    void unusualKeysAreKeys(String key) throws IOException {
        put(key, key);

        assertThat(text(key)).isEqualTo(key);
        assertThat(list("", "")).containsExactly(key);
        storage.delete(List.of(ObjectKey.of(key)));
        assertThat(list("", "")).isEmpty();
    }

    static List<String> unusualKeys() {
        return List.of(
                "-",
                "_",
                "...",
                ".hidden",
                "a.",
                "-rf",
                "a/.b/..c/d..",
                ".tmp",
                "x.tmp",
                "a/-/_/.x",
                "0",
                "CON.txt",
                "a".repeat(255),
                ("abcdefg/".repeat(64)).substring(0, 511) + "h");
    }

    @Test
    void keysThatDifferOnlyInCaseAreTwo() throws IOException {
        put("k/a", "small");
        put("k/A", "capital");

        assertThat(text("k/a")).isEqualTo("small");
        assertThat(text("k/A")).isEqualTo("capital");
        assertThat(list("", "")).containsExactly("k/A", "k/a");
    }

    // ranges

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 499, 999})
    void aRangeIsExactlyThatAndIsCutAtTheEnd(long offset) throws IOException {
        byte[] content = Bodies.randomBytes(2, 1000);
        storage.put(ObjectKey.of("o"), ObjectBody.of(content), ObjectKind.VOLUME);

        for (long length : new long[] {1, 500, 1000, 1_000_000, Long.MAX_VALUE}) {
            int end = (int) Math.min(1000, ByteRange.of(offset, length).end());
            assertThat(bytes("o", ByteRange.of(offset, length)))
                    .as("length %d", length)
                    .isEqualTo(Arrays.copyOfRange(content, (int) offset, end));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1000, 1001, 1L << 40})
    void aRangeBeyondTheEndIsRefused(long offset) throws IOException {
        storage.put(ObjectKey.of("o"), Bodies.random(3, 1000), ObjectKind.VOLUME);

        assertThatThrownBy(() -> bytes("o", ByteRange.of(offset, 1)))
                .isInstanceOf(PermanentStorageException.class)
                .isNotInstanceOf(ObjectNotFoundException.class);
    }

    @Test
    void aStreamMayBeClosedBeforeItsEnd() throws IOException {
        storage.put(ObjectKey.of("o"), Bodies.random(4, 1 << 20), ObjectKind.VOLUME);

        try (InputStream in = storage.open(ObjectKey.of("o"), ByteRange.ALL)) {
            assertThat(in.readNBytes(10)).hasSize(10);
        }
        assertThat(bytes("o", ByteRange.ALL)).hasSize(1 << 20);
    }

    // replacing

    @Test
    void aSecondPutReplacesTheWholeObject() throws IOException {
        ObjectInfo first = put("o", "the first and longer content");
        ObjectInfo second = put("o", "second");

        assertThat(text("o")).isEqualTo("second");
        assertThat(list("", "")).containsExactly("o");
        assertThat(storage.stat(ObjectKey.of("o")).orElseThrow().sizeBytes()).isEqualTo(6);
        if (!first.version().isEmpty()) {
            assertThat(second.version()).isNotEqualTo(first.version());
        }
    }

    @Test
    void versionsDifferWheneverBytesDo() throws IOException {
        Assumptions.assumeFalse(put("o", "x").version().isEmpty(), "this storage has no versions");

        List<String> versions = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            versions.add(put("o", "content %03d".formatted(i)).version());
        }
        assertThat(versions).doesNotHaveDuplicates();
    }

    // failing bodies

    @Test
    void aBodyThatBreaksLeavesNothing() throws IOException {
        for (long breaksAt : new long[] {0, 1, 100_000, 299_999}) {
            assertThatThrownBy(() -> storage.put(
                            ObjectKey.of("o"), Bodies.breaking(Bodies.random(5, 300_000), breaksAt), ObjectKind.VOLUME))
                    .isInstanceOf(IOException.class);
        }
        assertThat(storage.stat(ObjectKey.of("o"))).isEmpty();
        assertThat(list("", "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1001, 5000})
    void aBodyOfAnotherLengthThanAnnouncedLeavesNothing(int length) throws IOException {
        assertThatThrownBy(() -> storage.put(
                        ObjectKey.of("o"), Bodies.lying(1000, Bodies.randomBytes(6, length)), ObjectKind.VOLUME))
                .isInstanceOf(IOException.class);

        assertThat(storage.stat(ObjectKey.of("o"))).isEmpty();
        assertThat(list("", "")).isEmpty();
    }

    @Test
    void aFailedPutLeavesTheOldObject() throws IOException {
        put("o", "old");

        assertThatThrownBy(() ->
                        storage.put(ObjectKey.of("o"), Bodies.breaking(Bodies.random(7, 1000), 500), ObjectKind.VOLUME))
                .isInstanceOf(IOException.class);
        assertThat(text("o")).isEqualTo("old");
    }

    @Test
    void aFailedPutMayBeRepeatedWithTheSameBody() throws IOException {
        ObjectBody flaky = Bodies.breakingOnce(Bodies.random(8, 300_000), 200_000);

        try {
            storage.put(ObjectKey.of("o"), flaky, ObjectKind.VOLUME);
        } catch (IOException e) {
            // A storage that repeats by itself does not come here.
            storage.put(ObjectKey.of("o"), flaky, ObjectKind.VOLUME);
        }
        assertThat(bytes("o", ByteRange.ALL)).isEqualTo(Bodies.randomBytes(8, 300_000));
    }

    @Test
    void aBodyMayDeliverItsBytesInSmallPieces() throws IOException {
        byte[] content = Bodies.randomBytes(9, 10_000);
        ObjectBody dripping = Bodies.from(content.length, () -> new ByteArrayInputStream(content) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, 7));
            }
        });
        storage.put(ObjectKey.of("o"), dripping, ObjectKind.VOLUME);

        assertThat(bytes("o", ByteRange.ALL)).isEqualTo(content);
    }

    final ObjectInfo put(String key, String content) throws IOException {
        return storage.put(ObjectKey.of(key), Bodies.of(content), ObjectKind.MANIFEST);
    }

    final String text(String key) throws IOException {
        return Bodies.text(bytes(key, ByteRange.ALL));
    }

    final byte[] bytes(String key, ByteRange range) throws IOException {
        try (InputStream in = storage.open(ObjectKey.of(key), range)) {
            return in.readAllBytes();
        }
    }

    final List<String> list(String prefix, String startAfter) throws IOException {
        try (Stream<ObjectInfo> list = storage.list(prefix, startAfter)) {
            return list.map(info -> info.key().value()).toList();
        }
    }
}
