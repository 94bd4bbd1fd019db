package dev.holdfast.api.archive;

import java.nio.ByteBuffer;

/**
 * Decodes blocks, one after the other. Treats its input as hostile: no size found in it is trusted before it is
 * checked. Not thread-safe. Keeps its working memory until it is closed.
 */
public interface BlockDecoder extends AutoCloseable {

    /**
     * Decodes a block.
     *
     * @param encoded exactly one encoded block; consumed entirely. A direct buffer is quickest
     * @param content receives the chunks' bytes; its remaining space is the most that is accepted. A direct buffer is
     *     quickest
     * @return the chunks' lengths, which add up to the bytes put
     * @throws dev.holdfast.api.error.IntegrityException if the bytes are not a block of this format, or hold more than
     *     {@code content} has room for
     */
    int[] decode(ByteBuffer encoded, ByteBuffer content);

    @Override
    void close();
}
