package dev.holdfast.api.archive;

import java.nio.ByteBuffer;

/** Encodes blocks, one after the other. Not thread-safe. Keeps its working memory until it is closed. */
public interface BlockEncoder extends AutoCloseable {

    /** The most bytes that a block can become: up to 512 KiB more than its content, for no reader takes more. */
    int maxEncodedBytes(int contentBytes, int chunkCount);

    /**
     * Encodes a block.
     *
     * @param content the chunks' bytes one after the other; consumed entirely. A direct buffer is quickest
     * @param chunkLengths the length of each chunk, each ≥ 1; the first {@code chunkCount} add up to the content's
     *     length
     * @param encoded the result is put at its position; at least {@link #maxEncodedBytes} remain. A direct buffer is
     *     quickest
     */
    void encode(ByteBuffer content, int[] chunkLengths, int chunkCount, ByteBuffer encoded);

    @Override
    void close();
}
