package dev.holdfast.core.work;

import dev.holdfast.api.Progress;
import dev.holdfast.api.ProgressListener;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a listener up to ten times a second how far a run has come, and once when it ends. Thread-safe. */
public final class ProgressReporter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressReporter.class);
    private static final long PERIOD_MILLIS = 100;

    /** What a run tells of itself; asked from another thread. */
    public interface Source {

        long entries();

        long bytes();

        long storedBytes();

        /** For people; empty where there is nothing to say. */
        String current();

        static Source of(LongSupplier entries, LongSupplier bytes, LongSupplier storedBytes, Supplier<String> current) {
            return new Source() {
                @Override
                public long entries() {
                    return entries.getAsLong();
                }

                @Override
                public long bytes() {
                    return bytes.getAsLong();
                }

                @Override
                public long storedBytes() {
                    return storedBytes.getAsLong();
                }

                @Override
                public String current() {
                    return current.get();
                }
            };
        }
    }

    private record Picture(
            Phase phase,
            long entries,
            long bytes,
            long storedBytes,
            OptionalLong totalBytes,
            Duration elapsed,
            String current)
            implements Progress {

        @Override
        public String toString() {
            String of = totalBytes.isPresent() ? " of " + totalBytes.getAsLong() : "";
            return phase + ": " + entries + " entries, " + bytes + of + " bytes; in the store " + storedBytes + " bytes"
                    + (current.isEmpty() ? "" : "; at " + current);
        }
    }

    private final ProgressListener listener;
    private final Source source;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private final ScheduledFuture<?> timer;
    private volatile Progress.Phase phase = Progress.Phase.PREPARING;
    private volatile OptionalLong totalBytes = OptionalLong.empty();
    /** One report at a time. */
    private final ReentrantLock telling = new ReentrantLock();

    private volatile boolean closed;

    public ProgressReporter(
            ProgressListener listener, Source source, LongSupplier nanoTime, ScheduledExecutorService timers) {
        this.listener = listener;
        this.source = source;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        this.timer = timers.scheduleWithFixedDelay(this::tick, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    public void phase(Progress.Phase newPhase) {
        phase = newPhase;
    }

    public void totalBytes(long estimate) {
        totalBytes = OptionalLong.of(estimate);
    }

    public Duration elapsed() {
        return Duration.ofNanos(nanoTime.getAsLong() - startNanos);
    }

    private void tick() {
        telling.lock();
        try {
            if (!closed) {
                tell();
            }
        } finally {
            telling.unlock();
        }
    }

    private void tell() {
        try {
            listener.progress(new Picture(
                    phase,
                    source.entries(),
                    source.bytes(),
                    source.storedBytes(),
                    totalBytes,
                    elapsed(),
                    source.current()));
        } catch (Throwable e) {
            LOG.warn("a progress listener failed; the run goes on", e);
        }
    }

    /**
     * Ends the reports with a last one. Waits for one that is under way, but not if the thread is interrupted: then
     * there is no last one.
     */
    @Override
    public void close() {
        timer.cancel(false);
        if (!telling.tryLock()) {
            try {
                telling.lockInterruptibly();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                closed = true;
                return;
            }
        }
        try {
            if (!closed) {
                closed = true;
                tell();
            }
        } finally {
            telling.unlock();
        }
    }
}
