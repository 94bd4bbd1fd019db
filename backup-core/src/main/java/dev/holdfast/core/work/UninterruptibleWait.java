package dev.holdfast.core.work;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/** Waits for what comes soon and must be over before anything is closed. */
public final class UninterruptibleWait {

    private UninterruptibleWait() {}

    /** Waits for something. */
    @FunctionalInterface
    public interface Wait {
        void await() throws InterruptedException;
    }

    /**
     * Waits to the end. An interrupt begins the wait anew, and is kept for the caller.
     *
     * @param onInterrupt hears of each interrupt
     */
    public static void untilDone(Wait wait, Runnable onInterrupt) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    wait.await();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                    onInterrupt.run();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Waits until something is done, or has failed. An interrupt does not end it, and is kept for the caller.
     *
     * @param onInterrupt hears of each interrupt
     */
    public static void untilOver(CompletableFuture<?> future, Runnable onInterrupt) {
        CountDownLatch over = new CountDownLatch(1);
        future.whenComplete((result, failure) -> over.countDown());
        untilDone(over::await, onInterrupt);
    }

    /**
     * Waits until something is so. An interrupt does not end it, and is kept for the caller.
     *
     * @param monitor held by the caller; notified by whoever changes what the condition asks
     * @param onInterrupt hears of each interrupt
     */
    public static void until(Object monitor, BooleanSupplier condition, Runnable onInterrupt) {
        untilDone(
                () -> {
                    while (!condition.getAsBoolean()) {
                        monitor.wait();
                    }
                },
                onInterrupt);
    }
}
