package dev.holdfast.s3.transfer;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pace at which a server wants to be called: nobody calls before the time that it named, and after a refusal every
 * call waits a random part of a window that each further refusal doubles and each accepted call halves (full jitter).
 * Thread-safe.
 */
public final class Pace {

    private static final long FIRST_WINDOW_NANOS = Duration.ofMillis(500).toNanos();
    private static final long MAX_WINDOW_NANOS = Duration.ofSeconds(20).toNanos();

    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(15);

    private final Monotonic time;
    private final RandomGenerator random;
    private long windowNanos;
    private long quietUntil;
    private long widenedAt;
    private long nextWarning;

    public Pace(Monotonic time, RandomGenerator random) {
        this.time = time;
        this.random = random;
        this.quietUntil = time.nanoTime();
        this.widenedAt = quietUntil;
        this.nextWarning = quietUntil;
    }

    /** Waits for this caller's turn; returns when that was, for {@link #refused}. */
    long await() throws InterruptedException {
        long wait = waitNanos();
        if (wait > 0) {
            time.await(wait);
        }
        return time.nanoTime();
    }

    private synchronized long waitNanos() {
        long jitter = windowNanos == 0 ? 0 : random.nextLong(windowNanos);
        return Math.max(0, quietUntil - time.nanoTime()) + jitter;
    }

    synchronized void accepted() {
        windowNanos = windowNanos <= FIRST_WINDOW_NANOS / 64 ? 0 : windowNanos / 2;
    }

    /** @param startedAt when the refused call started: calls refused together widen the window once */
    synchronized void refused(long startedAt, Duration retryAfter) {
        long now = time.nanoTime();
        long asked = now + retryAfter.toNanos();
        if (asked - quietUntil > 0) {
            quietUntil = asked;
        }
        if (windowNanos == 0 || startedAt - widenedAt >= 0) {
            windowNanos = Math.max(FIRST_WINDOW_NANOS, Math.min(MAX_WINDOW_NANOS, windowNanos * 2));
            widenedAt = now;
        }
    }

    /** The longest that a call has to wait for its turn now. */
    synchronized Duration longestWait() {
        return Duration.ofNanos(Math.max(0, quietUntil - time.nanoTime()) + windowNanos);
    }

    /** Calls are refused together, and one line tells of all. */
    synchronized boolean mayWarn() {
        long now = time.nanoTime();
        if (now - nextWarning < 0) {
            return false;
        }
        nextWarning = now + BETWEEN_WARNINGS.toNanos();
        return true;
    }
}
