package dev.holdfast.core.read;

import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.ContentCursor;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.fetch.ChunkCheck;
import dev.holdfast.core.posix.HoleFinder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * Tells whether a local file has a content, by the hashes of the chunks. Fetches no content. For one thread at a time.
 */
public final class LocalContent {

    private static final int BUFFER_BYTES = 256 << 10;
    private static final byte[] ZEROS = new byte[BUFFER_BYTES];

    private final ChunkCheck check = new ChunkCheck();
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    /** Opens what tells where a file has holes; asked only where its content should have one. */
    @FunctionalInterface
    public interface Holes {

        /** To be closed by the caller. */
        HoleFinder find() throws IOException;
    }

    /**
     * Where a file begins to differ. Where both have a hole, nothing is read.
     *
     * @return offset of the first chunk or hole that has other bytes in the file; -1 if there is none and the file is
     *     not longer
     */
    public long firstDifference(FileChannel file, Holes holes, Content content, PageSource pages) throws IOException {
        HoleFinder finder = null;
        try {
            long position = 0;
            for (ContentCursor items = new ContentCursor(content, pages); items.hasNext(); ) {
                ContentItem item = items.next();
                boolean same;
                if (item.isHole()) {
                    finder = finder == null ? holes.find() : finder;
                    same = isZero(file, finder, position, item.lengthBytes());
                } else {
                    same = read(file, position, item.chunk().length())
                            && check.hasHash(buffer, item.chunk().sha256());
                }
                if (!same) {
                    return position;
                }
                position += item.lengthBytes();
            }
            return file.size() == position ? -1 : position;
        } finally {
            if (finder != null) {
                finder.close();
            }
        }
    }

    private boolean isZero(FileChannel file, HoleFinder finder, long start, long length) throws IOException {
        if (length > file.size() - start) {
            return false;
        }
        long end = start + length;
        long position = start;
        while (position < end) {
            long data = finder.nextData(position);
            if (data >= end) {
                return true;
            }
            position = Math.min(end, Math.max(data + 1, finder.nextHole(data)));
            if (!areZeros(file, data, position)) {
                return false;
            }
        }
        return true;
    }

    private boolean areZeros(FileChannel file, long start, long end) throws IOException {
        for (long position = start; position < end; ) {
            int step = (int) Math.min(BUFFER_BYTES, end - position);
            if (!read(file, position, step) || Arrays.mismatch(buffer.array(), 0, step, ZEROS, 0, step) >= 0) {
                return false;
            }
            position += step;
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
