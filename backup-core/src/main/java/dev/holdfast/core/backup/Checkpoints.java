package dev.holdfast.core.backup;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Says when a run records a partial state: at an interval, and less often in a long run, so that it takes a small share of it. */
final class Checkpoints {

    private static final int SHARE = 100;

    private final LongSupplier nanoTime;
    private final long intervalNanos;
    private final long startNanos;
    private long lastNanos;

    Checkpoints(LongSupplier nanoTime, Duration interval) {
        this.nanoTime = nanoTime;
        this.intervalNanos = interval.toNanos();
        this.startNanos = nanoTime.getAsLong();
        this.lastNanos = startNanos;
    }

    boolean isDue() {
        long now = nanoTime.getAsLong();
        return now - lastNanos >= Math.max(intervalNanos, (now - startNanos) / SHARE);
    }

    void done() {
        lastNanos = nanoTime.getAsLong();
    }
}
