package dev.holdfast.core.storage;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.PermanentStorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;

/** Reads a range of a file. Owns the channel once it is constructed. */
final class FileRangeStream extends InputStream {

    /** The JDK keeps a direct buffer of the largest request for each thread. */
    private static final int MAX_REQUEST_BYTES = 256 * 1024;

    private final FileChannel channel;
    private final Path file;
    private final long end;
    private long position;

    FileRangeStream(FileChannel channel, Path file, ObjectKey key, ByteRange range) throws IOException {
        long sizeBytes = channel.size();
        if (range.offset() > 0 && range.offset() >= sizeBytes) {
            throw new PermanentStorageException("cannot read object " + key + " from offset " + range.offset() + ": "
                    + file + " has only " + sizeBytes + " bytes");
        }
        this.channel = channel;
        this.file = file;
        this.position = range.offset();
        this.end = Math.min(range.end(), sizeBytes);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (position >= end) {
            return -1;
        }
        int wanted = (int) Math.min(Math.min(length, MAX_REQUEST_BYTES), end - position);
        int count;
        try {
            count = channel.read(ByteBuffer.wrap(bytes, offset, wanted), position);
        } catch (ClosedByInterruptException e) {
            throw DirectoryFailures.interrupted("read " + file, e);
        }
        if (count < 0) {
            throw new IOException(file + " ended at " + position + " while it was read, expected " + end + " bytes");
        }
        position += count;
        return count;
    }

    @Override
    public long skip(long count) {
        long skipped = Math.max(0, Math.min(count, end - position));
        position += skipped;
        return skipped;
    }

    @Override
    public int available() {
        return (int) Math.min(end - position, Integer.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
