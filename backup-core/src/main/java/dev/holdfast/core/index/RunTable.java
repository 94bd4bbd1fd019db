package dev.holdfast.core.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Chunks by hash in memory: an open-addressing table over records of the index's own form, in which writer 0 is the
 * present run, whose blocks are slots. Grows up to its capacity. Not thread-safe.
 */
final class RunTable {

    private final int capacity;
    private byte[] records;
    private int[] buckets;
    private int size;

    /** @param capacity the most chunks that it takes */
    RunTable(int capacity) {
        this.capacity = capacity;
        int start = Math.min(capacity, 1024);
        this.records = new byte[start * IndexRecord.BYTES];
        this.buckets = new int[bucketsFor(start)];
    }

    private static int bucketsFor(int chunks) {
        return Integer.highestOneBit(Math.max(1, chunks * 2 - 1)) * 2;
    }

    static long memoryBytes(int capacity) {
        return (long) capacity * IndexRecord.BYTES + 4L * bucketsFor(capacity);
    }

    boolean isFull() {
        return size == capacity;
    }

    int size() {
        return size;
    }

    /** Where the chunk's record starts in {@link #records}, or -1. */
    int find(byte[] hash) {
        int mask = buckets.length - 1;
        for (int bucket = (int) IndexRecord.prefix(hash, 0) & mask; ; bucket = bucket + 1 & mask) {
            int record = buckets[bucket] - 1;
            if (record < 0) {
                return -1;
            }
            int at = record * IndexRecord.BYTES;
            if (Arrays.equals(records, at, at + IndexRecord.HASH_BYTES, hash, 0, IndexRecord.HASH_BYTES)) {
                return at;
            }
        }
    }

    /** Adds a chunk that is not there, unless the table is full. */
    void add(byte[] hash, int writer, int block, int offset, int length) {
        if (size * IndexRecord.BYTES == records.length) {
            grow();
        }
        IndexRecord.put(records, size * IndexRecord.BYTES, hash, writer, block, offset, length);
        enter(size++);
    }

    private void enter(int record) {
        int mask = buckets.length - 1;
        int bucket = (int) IndexRecord.prefix(records, record * IndexRecord.BYTES) & mask;
        while (buckets[bucket] != 0) {
            bucket = bucket + 1 & mask;
        }
        buckets[bucket] = record + 1;
    }

    private void grow() {
        int larger = Math.min(capacity, size * 2);
        records = Arrays.copyOf(records, larger * IndexRecord.BYTES);
        buckets = new int[bucketsFor(larger)];
        for (int i = 0; i < size; i++) {
            enter(i);
        }
    }

    byte[] records() {
        return records;
    }

    /** The positions of all records in {@link #records}, ascending by hash. */
    List<Integer> sorted() {
        List<Integer> order = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            order.add(i * IndexRecord.BYTES);
        }
        order.sort((a, b) -> IndexRecord.compareHash(records, a, records, b));
        return order;
    }

    void clear() {
        Arrays.fill(buckets, 0);
        size = 0;
    }
}
