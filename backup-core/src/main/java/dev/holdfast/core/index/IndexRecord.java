package dev.holdfast.core.index;

import dev.holdfast.core.manifest.ChunkRef;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The bytes of a record, 48: SHA-256 of the chunk (32), then four big-endian unsigned 32-bit numbers: writer (a
 * position in a table beside the records), block, offset and length. Normative: docs/format.md §8.4.
 */
final class IndexRecord {

    static final int BYTES = 48;
    static final int HASH_BYTES = 32;
    private static final int WRITER = 32;
    private static final int BLOCK = 36;
    private static final int OFFSET = 40;
    private static final int LENGTH = 44;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private IndexRecord() {}

    static void put(byte[] target, int at, byte[] hash, int writer, int block, int offset, int length) {
        System.arraycopy(hash, 0, target, at, HASH_BYTES);
        INTS.set(target, at + WRITER, writer);
        INTS.set(target, at + BLOCK, block);
        INTS.set(target, at + OFFSET, offset);
        INTS.set(target, at + LENGTH, length);
    }

    /** The chunk that a record names, in a block of this writer and number. */
    static ChunkRef chunk(byte[] records, int at, String writer, int block) {
        byte[] hash = Arrays.copyOfRange(records, at, at + HASH_BYTES);
        return new ChunkRef(hash, writer, block, offset(records, at), length(records, at));
    }

    /** Changes writer and block of a record. */
    static void place(byte[] records, int at, int writer, int block) {
        INTS.set(records, at + WRITER, writer);
        INTS.set(records, at + BLOCK, block);
    }

    static int writer(byte[] records, int at) {
        return (int) INTS.get(records, at + WRITER);
    }

    static int block(byte[] records, int at) {
        return (int) INTS.get(records, at + BLOCK);
    }

    static int offset(byte[] records, int at) {
        return (int) INTS.get(records, at + OFFSET);
    }

    static int length(byte[] records, int at) {
        return (int) INTS.get(records, at + LENGTH);
    }

    /** The first eight bytes of the hash, by which records are found; to be compared as unsigned. */
    static long prefix(byte[] hash, int at) {
        return (long) LONGS.get(hash, at);
    }

    static int compareHash(byte[] a, int aAt, byte[] b, int bAt) {
        return Arrays.compareUnsigned(a, aAt, aAt + HASH_BYTES, b, bAt, bAt + HASH_BYTES);
    }
}
