package dev.holdfast.testkit.storage;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Changes what a store holds behind its users' backs, as decay or an attacker would. */
public final class Tampering {

    private final Storage storage;

    private Tampering(Storage storage) {
        this.storage = storage;
    }

    public static Tampering with(Storage storage) {
        return new Tampering(storage);
    }

    /** The keys that start with a prefix, in order. */
    public List<ObjectKey> keys(String prefix) throws IOException {
        try (Stream<ObjectInfo> list = storage.list(prefix, "")) {
            return list.map(ObjectInfo::key).toList();
        }
    }

    public byte[] bytes(ObjectKey key) throws IOException {
        try (InputStream in = storage.open(key, ByteRange.ALL)) {
            return in.readAllBytes();
        }
    }

    /** Stores other bytes under a key. */
    public void overwrite(ObjectKey key, byte[] bytes) throws IOException {
        storage.put(key, ObjectBody.of(bytes), ObjectKind.VOLUME);
    }

    /** Inverts one bit: bit {@code bitIndex % 8}, 0 being the lowest, of byte {@code bitIndex / 8}. */
    public void flipBit(ObjectKey key, long bitIndex) throws IOException {
        byte[] bytes = bytes(key);
        bytes[Math.toIntExact(bitIndex / 8)] ^= (byte) (1 << bitIndex % 8);
        overwrite(key, bytes);
    }

    /** Cuts an object off. */
    public void truncate(ObjectKey key, int sizeBytes) throws IOException {
        byte[] bytes = bytes(key);
        if (sizeBytes > bytes.length) {
            throw new IllegalArgumentException(key + " has only " + bytes.length + " bytes, not " + sizeBytes);
        }
        overwrite(key, Arrays.copyOf(bytes, sizeBytes));
    }

    public void remove(ObjectKey key) throws IOException {
        storage.delete(List.of(key));
    }

    /** Makes a store the copy of another one as it is now; with an older copy, this rolls it back. */
    public void copyFrom(Storage other) throws IOException {
        storage.delete(keys(""));
        Tampering source = with(other);
        for (ObjectKey key : source.keys("")) {
            overwrite(key, source.bytes(key));
        }
    }
}
