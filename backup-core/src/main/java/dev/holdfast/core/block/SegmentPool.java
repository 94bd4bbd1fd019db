package dev.holdfast.core.block;

import dev.holdfast.core.work.MemoryAccount;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Lends pieces of memory of which volumes are made. Small pieces, since a volume's size is known only when it is done;
 * outside the heap, since the garbage collector would copy them several times before it took them for long-lived.
 *
 * <p>It keeps what it gets back, although the account then counts it as free: whoever shares the account shares the
 * pool. Thread-safe.
 */
public final class SegmentPool {

    static final int SEGMENT_BYTES = 256 << 10;

    private final MemoryAccount memory;
    private final ConcurrentLinkedDeque<ByteBuffer> free = new ConcurrentLinkedDeque<>();

    public SegmentPool(MemoryAccount memory) {
        this.memory = memory;
    }

    /**
     * Waits while the account has no memory left, whatever happens: half a block in a volume would move all that follow
     * it.
     */
    ByteBuffer take() {
        memory.takeUninterruptibly(SEGMENT_BYTES);
        ByteBuffer segment = free.pollFirst();
        if (segment != null) {
            return segment;
        }
        try {
            return ByteBuffer.allocateDirect(SEGMENT_BYTES);
        } catch (OutOfMemoryError e) {
            memory.giveBack(SEGMENT_BYTES);
            throw e;
        }
    }

    void giveBack(ByteBuffer segment) {
        free.addFirst(segment);
        memory.giveBack(SEGMENT_BYTES);
    }
}
