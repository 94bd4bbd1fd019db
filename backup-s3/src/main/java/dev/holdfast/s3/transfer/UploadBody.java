package dev.holdfast.s3.transfer;

import dev.holdfast.api.storage.ObjectBody;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * A body on its way up: opened anew for every try, never copied, closed at the end. One thread at a time.
 */
public final class UploadBody implements ContentStreamProvider, Closeable {

    private final ObjectBody body;
    private final @Nullable RateLimit limit;
    private final boolean isReadToSign;
    private int opened;
    private @Nullable InputStream current;

    /** @param isReadToSign whether it is read once before it is sent, each time */
    public UploadBody(ObjectBody body, @Nullable RateLimit limit, boolean isReadToSign) {
        this.body = body;
        this.limit = limit;
        this.isReadToSign = isReadToSign;
    }

    public RequestBody toRequest() {
        return RequestBody.fromContentProvider(this, body.sizeBytes(), "application/octet-stream");
    }

    @Override
    public InputStream newStream() {
        try {
            close();
            boolean isSent = !isReadToSign || opened++ % 2 == 1;
            InputStream stream = new Interruptible(body.open(), isSent ? limit : null);
            current = stream;
            return stream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        InputStream last = current;
        current = null;
        if (last != null) {
            last.close();
        }
    }

    /** Ends at the next read after an interrupt: a thread that writes to a socket is not woken by one. */
    private final class Interruptible extends FilterInputStream {

        private final @Nullable RateLimit pace;

        Interruptible(InputStream in, @Nullable RateLimit pace) {
            super(in);
            this.pace = pace;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            // Only looked at: the SDK clears the flag where its own timer has set it.
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while sending");
            }
            if (pace == null) {
                return super.read(buffer, offset, length);
            }
            int read = super.read(buffer, offset, Math.min(length, RateLimit.MAX_READ_BYTES));
            if (read > 0) {
                pace.moved(read);
            }
            return read;
        }
    }
}
