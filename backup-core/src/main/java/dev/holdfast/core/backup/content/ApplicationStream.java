package dev.holdfast.core.backup.content;

import dev.holdfast.api.backup.StreamSource;
import dev.holdfast.api.error.CancelledException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The stream of a named source. The application's code runs on a thread of its own, which a run that has to end leaves
 * behind if it hangs. Whatever exception it throws is an {@link IOException}, so that it fails the file and not the
 * run. For one thread, but for {@link #abandon}.
 */
final class ApplicationStream extends InputStream {

    private static final int BUFFER_BYTES = 256 << 10;

    private final ThreadFactory threads;
    private final ExecutorService thread;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private boolean ended;

    private @Nullable InputStream in;
    private @Nullable Future<?> underWay;
    private boolean closed;
    private volatile boolean abandoned;

    /** @param threads makes the one that everything of the application is called by */
    ApplicationStream(ThreadFactory threads) {
        this.threads = threads;
        this.thread = Executors.newSingleThreadExecutor(threads);
    }

    /** @throws CancelledException as everything here does, once it is abandoned or the current thread is interrupted */
    void open(StreamSource source) throws IOException {
        call(() -> {
            InputStream opened = source.open();
            if (opened == null) {
                throw new IOException("its source gave no stream, but null");
            }
            synchronized (this) {
                in = opened;
                if (!abandoned) {
                    return true;
                }
            }
            opened.close();
            return false;
        });
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (position == limit && !ended) {
            position = 0;
            limit = 0;
            limit = call(() -> fill(Objects.requireNonNull(in)));
            ended = limit < BUFFER_BYTES;
        }
        if (position == limit) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    /** Fills the buffer, up to the end of the stream. */
    private int fill(InputStream from) throws IOException {
        int filled = 0;
        while (filled < BUFFER_BYTES && !abandoned) {
            int read = from.read(buffer, filled, BUFFER_BYTES - filled);
            if (read < 0) {
                return filled;
            }
            if (read > BUFFER_BYTES - filled) {
                throw new IOException("asked for " + (BUFFER_BYTES - filled) + " bytes, it says that it gave " + read);
            }
            filled += read;
        }
        return filled;
    }

    private <T> T call(Callable<T> work) throws IOException {
        Future<T> call;
        synchronized (this) {
            if (abandoned) {
                throw cancelled(null);
            }
            call = thread.submit(work);
            underWay = call;
        }
        try {
            return call.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abandon();
            throw cancelled(e);
        } catch (CancellationException e) {
            throw cancelled(e);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            if (cause instanceof IOException failure) {
                throw failure;
            }
            if (cause instanceof Error failure) {
                throw failure;
            }
            throw new IOException(cause.toString(), cause);
        }
    }

    private static CancelledException cancelled(@Nullable Exception cause) {
        return new CancelledException("interrupted while a stream was being read", cause);
    }

    /** Interrupts what is under way in it and closes it, and waits for neither. From any thread. */
    synchronized void abandon() {
        if (abandoned) {
            return;
        }
        abandoned = true;
        thread.shutdown();
        if (underWay != null && underWay.cancel(false)) {
            // An interrupt closes the file that its thread is at, and hangs where closing does.
            threads.newThread(thread::shutdownNow).start();
        }
        InputStream left = in;
        if (left != null && !closed) {
            closed = true;
            threads.newThread(() -> closeUnasked(left)).start();
        }
    }

    private static void closeUnasked(InputStream in) {
        try {
            in.close();
        } catch (IOException | RuntimeException e) {
            // Nobody will have what was read of it.
        }
    }

    @Override
    public void close() throws IOException {
        InputStream open;
        synchronized (this) {
            open = closed ? null : in;
            closed = true;
        }
        try {
            if (open != null) {
                call(() -> {
                    open.close();
                    return true;
                });
            }
        } finally {
            endThread();
        }
    }

    /** Not while it is being interrupted, which may hang with all that asks for its executor. */
    private synchronized void endThread() {
        if (!abandoned) {
            thread.shutdown();
        }
    }
}
