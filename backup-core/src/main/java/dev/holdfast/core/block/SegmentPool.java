package dev.holdfast.core.block;

import dev.holdfast.core.work.MemoryAccount;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Lends pieces of memory of which volumes are made. Small pieces, since a volume's size is known only when it is done, and
 * since an array of many megabytes would be an object of its own kind to the garbage collector. Thread-safe.
 */
final class SegmentPool {

    static final int SEGMENT_BYTES = 256 << 10;

    private final MemoryAccount memory;
    private final ConcurrentLinkedDeque<byte[]> free = new ConcurrentLinkedDeque<>();

    SegmentPool(MemoryAccount memory) {
        this.memory = memory;
    }

    /** Waits while the account has no memory left. */
    byte[] take() {
        memory.take(SEGMENT_BYTES);
        byte[] segment = free.pollFirst();
        return segment == null ? new byte[SEGMENT_BYTES] : segment;
    }

    void giveBack(byte[] segment) {
        free.addFirst(segment);
        memory.giveBack(SEGMENT_BYTES);
    }
}
