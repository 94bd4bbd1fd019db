package dev.holdfast.core.backup.remembered;

import java.nio.ByteBuffer;

/** Where the values of some keys lie in the file. */
final class Places {

    private final long[] keys;
    private final long[] offsets;
    private final int mask;

    /** @param count at most so many are put */
    Places(int count) {
        int size = Integer.highestOneBit(count + count / 3 + 1) << 1;
        keys = new long[size];
        offsets = new long[size];
        mask = size - 1;
    }

    void put(byte[] key, long offset) {
        int slot = slot(ByteBuffer.wrap(key).getLong());
        keys[slot] = ByteBuffer.wrap(key).getLong();
        offsets[slot] = offset;
    }

    /** The offset of the value whose key has the same first bytes, or −1. */
    long find(byte[] key) {
        int slot = slot(ByteBuffer.wrap(key).getLong());
        return offsets[slot] == 0 ? -1 : offsets[slot];
    }

    private int slot(long key) {
        int slot = (int) key & mask;
        while (offsets[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
