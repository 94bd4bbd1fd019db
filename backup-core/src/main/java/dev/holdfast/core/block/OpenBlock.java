package dev.holdfast.core.block;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A block that is being filled. Used by one thread at a time; its buffers go back to the writer that gave it. */
public final class OpenBlock {

    private final BlockBuffers buffers;
    private final int slot;
    private int[] chunkLengths = new int[64];
    private int chunkCount;

    OpenBlock(BlockBuffers buffers, int slot) {
        this.buffers = buffers;
        this.slot = slot;
        buffers.content().clear();
    }

    /** Stands for the block's number until that is known. */
    public int slot() {
        return slot;
    }

    public boolean isEmpty() {
        return chunkCount == 0;
    }

    public boolean hasRoom(int length) {
        return length <= buffers.content().remaining();
    }

    /**
     * Adds a chunk.
     *
     * @return its offset in the block's content
     */
    public int add(byte[] bytes, int offset, int length) {
        ByteBuffer content = buffers.content();
        int position = content.position();
        content.put(bytes, offset, length);
        if (chunkCount == chunkLengths.length) {
            chunkLengths = Arrays.copyOf(chunkLengths, chunkCount * 2);
        }
        chunkLengths[chunkCount++] = length;
        return position;
    }

    /** What was added so far, as a view to read from; valid until the block is sealed. */
    public ByteBuffer content() {
        return buffers.content().duplicate().flip();
    }

    BlockBuffers buffers() {
        return buffers;
    }

    int[] chunkLengths() {
        return chunkLengths;
    }

    int chunkCount() {
        return chunkCount;
    }
}
