package dev.holdfast.core.lease;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The time by which a lease is watched: one that only goes forward, whatever happens to the date. Thread-safe. */
public interface LeaseClock {

    LeaseClock SYSTEM = new LeaseClock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void await(Duration duration) throws InterruptedException {
            new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS);
        }
    };

    /** As {@link System#nanoTime}. */
    long nanoTime();

    /** Returns once so much time has gone by. */
    void await(Duration duration) throws InterruptedException;
}
