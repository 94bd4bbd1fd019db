package dev.holdfast.core.read;

import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.ContentCursor;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.fetch.ChunkCheck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** Tells whether a local file has a content, by the hashes of the chunks. Fetches no content. For one thread at a time. */
public final class LocalContent {

    private static final int BUFFER_BYTES = 256 << 10;
    private static final byte[] ZEROS = new byte[BUFFER_BYTES];

    private final ChunkCheck check = new ChunkCheck();
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    /**
     * Where a file begins to differ.
     *
     * @return offset of the first chunk or hole that has other bytes in the file; -1 if there is none and the file is not longer
     */
    public long firstDifference(FileChannel file, Content content, PageSource pages) throws IOException {
        long position = 0;
        for (ContentCursor items = new ContentCursor(content, pages); items.hasNext(); ) {
            ContentItem item = items.next();
            boolean same = item.isHole()
                    ? isZero(file, position, item.lengthBytes())
                    : read(file, position, item.chunk().length())
                            && check.hasHash(buffer, item.chunk().sha256());
            if (!same) {
                return position;
            }
            position += item.lengthBytes();
        }
        return file.size() == position ? -1 : position;
    }

    private boolean isZero(FileChannel file, long start, long length) throws IOException {
        for (long done = 0; done < length; ) {
            int step = (int) Math.min(BUFFER_BYTES, length - done);
            if (!read(file, start + done, step) || Arrays.mismatch(buffer.array(), 0, step, ZEROS, 0, step) >= 0) {
                return false;
            }
            done += step;
        }
        return true;
    }

    private boolean read(FileChannel file, long position, int length) throws IOException {
        if (length > buffer.capacity()) {
            if (length > file.size() - position) {
                return false;
            }
            buffer = ByteBuffer.allocate(length);
        }
        buffer.clear().limit(length);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, position + buffer.position()) < 0) {
                return false;
            }
        }
        buffer.flip();
        return true;
    }
}
