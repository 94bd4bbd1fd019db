package dev.holdfast.s3.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;

/**
 * A request and its answer, under watch until the answer is read, closed or aborted. One thread at a time, and the
 * watch's.
 */
final class Exchange implements ExecutableHttpRequest {

    /** The watch looks ten times a second, so this is a second. */
    private static final int MAX_LOOKS_AT_CLOSING = 10;

    private final ExecutableHttpRequest request;
    private final InterruptWatch watch;

    /** The thread that waits for the server now; null if none does. */
    private volatile @Nullable Thread waiting;

    private volatile boolean isClosing;
    private int looksAtClosing;

    Exchange(ExecutableHttpRequest request, InterruptWatch watch) {
        this.request = request;
        this.watch = watch;
    }

    @FunctionalInterface
    private interface Wait<T> {
        T forServer() throws IOException;
    }

    private <T> T await(Wait<T> wait) throws IOException {
        waiting = Thread.currentThread();
        try {
            return wait.forServer();
        } finally {
            waiting = null;
        }
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
        watch.add(this);
        boolean hasBody = false;
        try {
            HttpExecuteResponse answer = await(this::answer);
            if (Thread.currentThread().isInterrupted()) {
                // The SDK would take the interrupt for itself, and then wait for the rest of the answer.
                request.abort();
                throw new InterruptedIOException("interrupted");
            }
            AbortableInputStream body = answer.responseBody().orElse(null);
            hasBody = body != null;
            return body == null
                    ? answer
                    : HttpExecuteResponse.builder()
                            .response(answer.httpResponse())
                            .responseBody(AbortableInputStream.create(new Body(body), this))
                            .build();
        } finally {
            if (!hasBody) {
                watch.remove(this);
            }
        }
    }

    private HttpExecuteResponse answer() throws IOException {
        try {
            return request.call();
        } catch (CancellationException e) {
            // So the client below tells of an interrupt before it had a connection.
            InterruptedIOException interrupted =
                    new InterruptedIOException("interrupted before a connection was there");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    @Override
    public void abort() {
        watch.remove(this);
        request.abort();
    }

    /** Called by the watch, again and again: gives up what its thread no longer waits for. */
    void look() {
        Thread thread = waiting;
        if (thread != null && (thread.isInterrupted() || isClosing && ++looksAtClosing > MAX_LOOKS_AT_CLOSING)) {
            abort();
        }
    }

    private final class Body extends FilterInputStream {

        Body(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return await(in::read);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return await(() -> in.read(buffer, offset, length));
        }

        @Override
        public long skip(long bytes) throws IOException {
            return await(() -> in.skip(bytes));
        }

        /**
         * Waits for the rest, so that the connection can be used again, but not for long: the SDK closes what it was
         * reading when it finds its thread interrupted, and takes the interrupt away before.
         */
        @Override
        public void close() {
            isClosing = true;
            try {
                await(() -> {
                    in.close();
                    return 0;
                });
            } catch (IOException e) {
                // Nobody wants the rest.
            } finally {
                watch.remove(Exchange.this);
            }
        }
    }
}
