package dev.holdfast.core.work;

import dev.holdfast.api.error.CancelledException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes that a run holds in buffers. Whoever needs a buffer takes its bytes here first and waits while there
 * are none. Thread-safe; first come, first served.
 */
public final class MemoryAccount {

    private static final int UNIT_BYTES = 1024;

    private final Semaphore units;
    private final int allUnits;
    private final long budgetBytes;
    private final Runnable interrupted;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();

    public MemoryAccount(long budgetBytes) {
        this(budgetBytes, () -> {});
    }

    /** @param interrupted hears that a thread was interrupted which waits on all the same */
    public MemoryAccount(long budgetBytes, Runnable interrupted) {
        this.budgetBytes = budgetBytes;
        this.interrupted = interrupted;
        this.allUnits = (int) Math.min(Integer.MAX_VALUE, budgetBytes / UNIT_BYTES);
        this.units = new Semaphore(allUnits, true);
    }

    private static int units(long bytes) {
        return Math.toIntExact((bytes + UNIT_BYTES - 1) / UNIT_BYTES);
    }

    /**
     * Takes bytes, waiting for them if need be.
     *
     * @throws CancelledException if the thread is interrupted while it waits
     */
    public void take(long bytes) {
        requireWithin(bytes);
        try {
            units.acquire(units(bytes));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while waiting for memory", e);
        }
        count(bytes);
    }

    /**
     * As {@link #take}, for who would leave something half made: an interrupt does not end the waiting, and stays to be
     * seen.
     */
    public void takeUninterruptibly(long bytes) {
        requireWithin(bytes);
        UninterruptibleWait.untilDone(() -> units.acquire(units(bytes)), interrupted);
        count(bytes);
    }

    private void requireWithin(long bytes) {
        if (units(bytes) > allUnits) {
            throw new IllegalArgumentException(bytes + " bytes asked of an account of " + budgetBytes);
        }
    }

    /** Takes bytes if they are there. */
    public boolean tryTake(long bytes) {
        if (!units.tryAcquire(units(bytes))) {
            return false;
        }
        count(bytes);
        return true;
    }

    private void count(long bytes) {
        long now = used.addAndGet(bytes);
        peak.accumulateAndGet(now, Math::max);
    }

    public void giveBack(long bytes) {
        used.addAndGet(-bytes);
        units.release(units(bytes));
    }

    public long budgetBytes() {
        return budgetBytes;
    }

    /** The most that was ever taken at the same time. */
    public long peakBytes() {
        return peak.get();
    }
}
