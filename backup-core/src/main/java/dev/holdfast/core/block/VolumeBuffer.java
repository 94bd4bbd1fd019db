package dev.holdfast.core.block;

import dev.holdfast.api.storage.ObjectBody;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The bytes of a volume while it is made and stored. Written by one thread at a time, then read, then released. */
final class VolumeBuffer implements ObjectBody {

    private final SegmentPool pool;
    private final List<ByteBuffer> segments = new ArrayList<>();
    private long sizeBytes;

    VolumeBuffer(SegmentPool pool) {
        this.pool = pool;
    }

    void append(byte[] bytes, int offset, int length) {
        int done = 0;
        while (done < length) {
            int used = (int) (sizeBytes % SegmentPool.SEGMENT_BYTES);
            if (used == 0 && sizeBytes == (long) segments.size() * SegmentPool.SEGMENT_BYTES) {
                segments.add(pool.take());
            }
            int part = Math.min(length - done, SegmentPool.SEGMENT_BYTES - used);
            segments.get(segments.size() - 1).put(used, bytes, offset + done, part);
            sizeBytes += part;
            done += part;
        }
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public InputStream open() {
        return new Reading();
    }

    void release() {
        segments.forEach(pool::giveBack);
        segments.clear();
    }

    /** Goes through the segments, which are not copied. */
    private final class Reading extends InputStream {
        private long position;

        @Override
        public int read() {
            if (position >= sizeBytes) {
                return -1;
            }
            ByteBuffer segment = segment();
            return segment.get((int) (position++ % SegmentPool.SEGMENT_BYTES)) & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int length) {
            if (position >= sizeBytes) {
                return length == 0 ? 0 : -1;
            }
            int inSegment = (int) (position % SegmentPool.SEGMENT_BYTES);
            int part = (int) Math.min(Math.min(length, SegmentPool.SEGMENT_BYTES - inSegment), sizeBytes - position);
            segment().get(inSegment, target, from, part);
            position += part;
            return part;
        }

        @Override
        public long skip(long n) {
            long skipped = Math.max(0, Math.min(n, sizeBytes - position));
            position += skipped;
            return skipped;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, sizeBytes - position);
        }

        private ByteBuffer segment() {
            return segments.get((int) (position / SegmentPool.SEGMENT_BYTES));
        }
    }
}
