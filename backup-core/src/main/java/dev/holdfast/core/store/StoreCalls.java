package dev.holdfast.core.store;

import dev.holdfast.api.storage.ObjectBody;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the store that one operation has under way. An interrupted operation still waits for them, but not for a
 * store that is silent: once they are watched, as from the end of the first call that was interrupted, and nothing has
 * moved from one look to the next, their threads are interrupted, and every later call fails at once. The same where
 * none was answered from one look to the third after it: what moves then may be tries that fail. Thread-safe; to be
 * closed when the operation ends.
 */
public final class StoreCalls implements AutoCloseable {

    /** From one look to the next: a store that is silent for so long may be given up, and for twice as long is. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int LOOKS_FOR_AN_ANSWER = 3;

    private final @Nullable ScheduledExecutorService timer;
    private final Executor interrupting;
    private final Duration patience;
    private final List<UnderWay> underWay = new ArrayList<>();

    /** Grows with each call that begins or ends, and with what is read of a body. */
    private final AtomicLong moved = new AtomicLong();

    private long movedBefore;
    private int looksSinceAnAnswer;
    private boolean gaveUp;
    private boolean closed;
    private @Nullable ScheduledFuture<?> looking;

    private StoreCalls(@Nullable ScheduledExecutorService timer, Executor interrupting, Duration patience) {
        this.timer = timer;
        this.interrupting = interrupting;
        this.patience = patience;
    }

    /**
     * @param timer looks whether anything has moved
     * @param interrupting interrupts threads, each of which closes the file that it is at, and hangs where closing does
     * @param patience from one look to the next
     */
    public static StoreCalls watchedBy(ScheduledExecutorService timer, Executor interrupting, Duration patience) {
        return new StoreCalls(timer, interrupting, patience);
    }

    /** For what nobody interrupts. */
    static StoreCalls unwatched() {
        return new StoreCalls(null, Runnable::run, PATIENCE);
    }

    /**
     * A call while it is made. What its thread does behind it may be for somebody else, and no interrupt may meet it.
     */
    private static final class UnderWay {

        private final Thread thread = Thread.currentThread();
        private final AtomicBoolean interrupting = new AtomicBoolean();
        private boolean over;

        void interruptOn(Executor executor) {
            if (!interrupting.getAndSet(true)) {
                executor.execute(this::interrupt);
            }
        }

        private synchronized void interrupt() {
            if (!over) {
                thread.interrupt();
            }
            interrupting.set(false);
        }

        synchronized void end() {
            over = true;
        }
    }

    /** Asks the store for something. */
    @FunctionalInterface
    public interface Call<T> {
        T make() throws IOException;
    }

    /**
     * Makes a call.
     *
     * @throws InterruptedIOException without making it, if the store was given up
     */
    public <T> T make(Call<T> call) throws IOException {
        UnderWay made = begin();
        try {
            T answer = call.make();
            answered();
            return answer;
        } finally {
            made.end();
            end(made);
        }
    }

    private synchronized void answered() {
        looksSinceAnAnswer = 0;
    }

    private synchronized UnderWay begin() throws InterruptedIOException {
        if (gaveUp) {
            throw new InterruptedIOException("the store was silent when the operation was to end");
        }
        UnderWay begun = new UnderWay();
        underWay.add(begun);
        moved.incrementAndGet();
        return begun;
    }

    private synchronized void end(UnderWay made) {
        underWay.remove(made);
        moved.incrementAndGet();
        if (Thread.currentThread().isInterrupted()) {
            // The caller may put the interrupt aside to ask what the call has done.
            watch();
        }
    }

    /** A body whose reading counts as movement. */
    ObjectBody watched(ObjectBody body) {
        return new ObjectBody() {
            @Override
            public long sizeBytes() {
                return body.sizeBytes();
            }

            @Override
            public InputStream open() throws IOException {
                return new FilterInputStream(body.open()) {
                    @Override
                    public int read() throws IOException {
                        moved.incrementAndGet();
                        return super.read();
                    }

                    @Override
                    public int read(byte[] buffer, int offset, int length) throws IOException {
                        moved.incrementAndGet();
                        return super.read(buffer, offset, length);
                    }
                };
            }
        };
    }

    /** From now on a silent store is given up; said again, it changes nothing. */
    public synchronized void watch() {
        // With the workers the store was closed, so no call lasts; and a wait goes on that learns of an interrupt.
        if (timer != null && looking == null && !closed && !timer.isShutdown()) {
            movedBefore = moved.get();
            long nanos = patience.toNanos();
            looking = timer.scheduleAtFixedRate(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** Has nothing of this locked while it interrupts: other calls go on, or fail at once. */
    private void look() {
        silent().forEach(call -> call.interruptOn(interrupting));
    }

    private synchronized List<UnderWay> silent() {
        long now = moved.get();
        boolean moves = now != movedBefore;
        movedBefore = now;
        looksSinceAnAnswer = underWay.isEmpty() ? 0 : looksSinceAnAnswer + 1;
        if (closed || underWay.isEmpty() || moves && looksSinceAnAnswer < LOOKS_FOR_AN_ANSWER) {
            return List.of();
        }
        gaveUp = true;
        return List.copyOf(underWay);
    }

    /** Whether the store was silent while it was watched. */
    public synchronized boolean gaveUp() {
        return gaveUp;
    }

    /** Looks no more. */
    @Override
    public synchronized void close() {
        closed = true;
        if (looking != null) {
            looking.cancel(false);
        }
    }
}
