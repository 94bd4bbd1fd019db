package dev.holdfast.testkit.storage;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Where a call to a {@link FaultyStorage} waits, so that a test can act in the meantime. Thread-safe. */
public final class Gate {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CompletableFuture<Void> arrived = new CompletableFuture<>();
    private final CountDownLatch opened = new CountDownLatch(1);

    Gate() {}

    /**
     * Returns once a call waits here.
     *
     * @throws IllegalStateException if none came within a minute
     */
    public void awaitArrival() throws InterruptedException {
        awaitArrivalOrEndOf(new CompletableFuture<>());
    }

    /**
     * Returns whether a call waits here: false if {@code course}, which may make too few calls to come here, ended
     * first.
     *
     * @throws IllegalStateException if neither happened within a minute
     */
    public boolean awaitArrivalOrEndOf(CompletableFuture<?> course) throws InterruptedException {
        CompletableFuture<?> ended = course.handle((result, failure) -> null);
        try {
            CompletableFuture.anyOf(arrived, ended).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException("no call came to the gate within " + PATIENCE, e);
        }
        return !course.isDone();
    }

    /** Lets the call that waits, and all later ones, go on. */
    public void open() {
        opened.countDown();
    }

    void pass(String call) throws InterruptedIOException {
        arrived.complete(null);
        try {
            opened.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted at the gate: " + call);
        }
    }
}
