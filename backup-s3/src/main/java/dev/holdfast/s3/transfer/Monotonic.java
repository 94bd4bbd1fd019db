package dev.holdfast.s3.transfer;

import java.util.concurrent.locks.LockSupport;

/** Time that only goes forward, and waiting in it. Thread-safe. */
public interface Monotonic {

    /** As {@link System#nanoTime}. */
    long nanoTime();

    /** Waits, at least that long. */
    void await(long nanos) throws InterruptedException;

    static Monotonic system() {
        return new Monotonic() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void await(long nanos) throws InterruptedException {
                long end = System.nanoTime() + nanos;
                for (long left = nanos; left > 0; left = end - System.nanoTime()) {
                    LockSupport.parkNanos(this, left);
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                }
            }
        };
    }
}
