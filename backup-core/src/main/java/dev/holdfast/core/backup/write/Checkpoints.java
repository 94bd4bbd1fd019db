package dev.holdfast.core.backup.write;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Says when a run records a partial state: at an interval, and less often in a long run, so that it takes a small share
 * of it.
 */
public final class Checkpoints {

    private static final int SHARE = 100;
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final LongSupplier nanoTime;
    private final long intervalNanos;
    private final long startNanos;
    private long lastNanos;

    public Checkpoints(LongSupplier nanoTime, Duration interval) {
        this.nanoTime = nanoTime;
        this.intervalNanos = interval.compareTo(LONGEST) < 0 ? interval.toNanos() : Long.MAX_VALUE;
        this.startNanos = nanoTime.getAsLong();
        this.lastNanos = startNanos;
    }

    public boolean isDue() {
        long now = nanoTime.getAsLong();
        return now - lastNanos >= Math.max(intervalNanos, (now - startNanos) / SHARE);
    }

    public void done() {
        lastNanos = nanoTime.getAsLong();
    }
}
