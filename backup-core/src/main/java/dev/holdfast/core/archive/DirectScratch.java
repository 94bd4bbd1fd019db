package dev.holdfast.core.archive;

import java.nio.ByteBuffer;

/**
 * A direct buffer that grows, for callers that have heap buffers: native code that works on a Java array keeps the
 * garbage collector, and so all other threads, waiting.
 */
final class DirectScratch {

    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

    /** The buffer, cleared, with at least this capacity. Valid until the next call. */
    ByteBuffer withCapacity(int bytes) {
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocateDirect(bytes);
        }
        return buffer.clear();
    }

    /** The same bytes in a direct buffer: {@code source} itself, whose position stays, or a copy. */
    ByteBuffer directly(ByteBuffer source) {
        return source.isDirect()
                ? source.duplicate()
                : withCapacity(source.remaining()).put(source.duplicate()).flip();
    }

    void release() {
        buffer = ByteBuffer.allocateDirect(0);
    }
}
