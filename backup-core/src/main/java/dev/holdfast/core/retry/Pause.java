package dev.holdfast.core.retry;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets time pass between two tries. Thread-safe. */
@FunctionalInterface
public interface Pause {

    /** Returns after the duration; an interrupt ends it early. */
    void pause(Duration duration) throws InterruptedException;

    /** Pauses by the real clock. */
    static Pause real() {
        return duration -> {
            // A latch that nobody opens: it ends by time or by interrupt only.
            boolean opened = new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS);
            assert !opened;
        };
    }
}
