package dev.holdfast.testkit.storage;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where a call to a {@link FaultyStorage} waits, so that a test can act in the meantime. Thread-safe. */
public final class Gate {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    Gate() {}

    /**
     * Returns once a call waits here.
     *
     * @throws IllegalStateException if none came within a minute
     */
    public void awaitArrival() throws InterruptedException {
        if (!arrived.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("no call came to the gate within " + PATIENCE);
        }
    }

    /** Lets the call that waits, and all later ones, go on. */
    public void open() {
        opened.countDown();
    }

    void pass(String call) throws InterruptedIOException {
        arrived.countDown();
        try {
            opened.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted at the gate: " + call);
        }
    }
}
