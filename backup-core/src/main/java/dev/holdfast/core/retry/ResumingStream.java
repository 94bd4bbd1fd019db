package dev.holdfast.core.retry;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a range of an object; where the connection breaks, it goes on from there with a new one. */
final class ResumingStream extends InputStream {

    /** A slow or long transfer may be broken many times. */
    private static final int PROGRESS_BYTES = 1 << 20;

    private final Storage storage;
    private final ObjectKey key;
    private final Retries.Course course;
    private @Nullable InputStream in;
    private long position;
    private long failedAt;
    private long end;
    private boolean closed;

    /** Opens the range, so that a missing object shows at once. */
    ResumingStream(Storage storage, ObjectKey key, ByteRange range, Retries.Course course) throws IOException {
        this.storage = storage;
        this.key = key;
        this.course = course;
        this.position = range.offset();
        this.failedAt = position;
        this.end = range.end();
        this.in = course.run(isRepeated -> storage.open(key, range));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (closed) {
            throw new IOException("the stream of object " + key + " is closed");
        }
        if (length == 0) {
            return 0;
        }
        while (true) {
            try {
                InputStream current = in != null ? in : resume();
                if (current == null) {
                    return -1;
                }
                int count = current.read(bytes, offset, length);
                position += Math.max(count, 0);
                if (position - failedAt >= PROGRESS_BYTES) {
                    course.progressed();
                }
                return count;
            } catch (IOException e) {
                abandon(e);
                failedAt = position;
                course.failed(e);
            }
        }
    }

    /** Opens the rest; nothing if the connection broke behind the last byte. */
    private @Nullable InputStream resume() throws IOException {
        Optional<ObjectInfo> object = storage.stat(key);
        if (object.isPresent()) {
            end = Math.min(end, object.get().sizeBytes());
        }
        if (position >= end) {
            return null;
        }
        in = storage.open(key, ByteRange.of(position, end - position));
        return in;
    }

    private void abandon(IOException reason) {
        if (in != null) {
            try {
                in.close();
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
            in = null;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        if (in != null) {
            InputStream current = in;
            in = null;
            current.close();
        }
    }
}
