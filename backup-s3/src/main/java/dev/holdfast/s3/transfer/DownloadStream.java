package dev.holdfast.s3.transfer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.Abortable;

/**
 * The bytes of an answer: exactly as many as were asked for, or an {@link IOException}. Time is counted only while it
 * waits for the server, not while its reader is busy. One thread at a time.
 */
public final class DownloadStream extends InputStream {

    /** Reading that much to its end is cheaper than a new connection. */
    private static final long DRAIN_BYTES = 64 * 1024;

    private final InputStream in;
    private final Operation operation;
    private final long length;
    private final long deadlineNanos;
    private final Monotonic time;
    private final @Nullable RateLimit limit;
    private long left;
    private long waitedNanos;
    private boolean closed;

    /** @param in what the server sends; aborted instead of drained where it is {@link Abortable} and much is left */
    public DownloadStream(
            InputStream in,
            Operation operation,
            long length,
            Duration deadline,
            Monotonic time,
            @Nullable RateLimit limit) {
        this.in = in;
        this.operation = operation;
        this.length = length;
        this.left = length;
        this.deadlineNanos = deadline.toNanos();
        this.time = time;
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, buffer.length);
        if (closed) {
            throw new IOException("already closed: " + operation);
        }
        if (left == 0 || count == 0) {
            return left == 0 ? -1 : 0;
        }
        if (Thread.currentThread().isInterrupted()) {
            abort();
            throw interrupted();
        }
        int wanted = (int) Math.min(left, count);
        if (limit != null) {
            wanted = Math.min(wanted, RateLimit.MAX_READ_BYTES);
        }
        int read = receive(buffer, offset, wanted);
        left -= read;
        if (limit != null) {
            limit.moved(read);
        }
        return read;
    }

    private int receive(byte[] buffer, int offset, int wanted) throws IOException {
        long start = time.nanoTime();
        int read;
        try {
            read = in.read(buffer, offset, wanted);
        } catch (IOException | RuntimeException e) {
            abort();
            throw Thread.currentThread().isInterrupted() ? interrupted() : cut(e);
        }
        waitedNanos += time.nanoTime() - start;
        if (read < 0) {
            throw cut(null);
        }
        if (waitedNanos > deadlineNanos && left > read) {
            abort();
            throw new IOException(operation + ": too slow, " + (length - left + read) + " of " + length
                    + " bytes after " + Duration.ofNanos(waitedNanos).toSeconds() + " s");
        }
        return read;
    }

    private InterruptedIOException interrupted() {
        return new InterruptedIOException("interrupted: " + operation);
    }

    private IOException cut(@Nullable Exception cause) {
        String message = operation + ": the connection ended after " + (length - left) + " of " + length + " bytes";
        if (cause == null) {
            return new EOFException(message);
        }
        return new IOException(message + " (" + cause.getMessage() + ")", cause);
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        if (left > DRAIN_BYTES) {
            abort();
            return;
        }
        closed = true;
        try {
            in.skip(left);
            in.close();
        } catch (IOException | RuntimeException e) {
            // Everything that the reader wanted has arrived.
        }
    }

    private void abort() {
        closed = true;
        if (in instanceof Abortable abortable) {
            abortable.abort();
        }
    }
}
