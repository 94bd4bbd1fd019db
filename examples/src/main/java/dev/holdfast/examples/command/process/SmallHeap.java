package dev.holdfast.examples.command.process;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps the heap of the process near what is alive in it. A JVM takes the machine for its own: it begins with a heap of
 * a 64th of the memory and rather lets it grow to a multiple of what is alive than collect. A backup is a guest on the
 * machine that it saves.
 *
 * <p>Collects when half as much again lies in the heap as the last of its collections left there, and at least 40 MiB;
 * so what that costs stays in proportion to what is allocated. A JVM that was given a small heap, or
 * {@code -XX:+DisableExplicitGC}, goes its own way.
 */
public final class SmallHeap {
    static final long FLOOR_BYTES = 40L << 20;
    private static final long INTERVAL_MILLIS = 100;

    private final LongSupplier usedBytes;
    private final Runnable collector;
    private long ceilingBytes = FLOOR_BYTES;

    SmallHeap(LongSupplier usedBytes, Runnable collector) {
        this.usedBytes = usedBytes;
        this.collector = collector;
    }

    /**
     * Collects at once, when there is hardly anything, so that the heap begins small, and keeps it so until the process
     * ends.
     */
    public static void keep() {
        Runtime runtime = Runtime.getRuntime();
        SmallHeap heap = new SmallHeap(() -> runtime.totalMemory() - runtime.freeMemory(), System::gc);
        heap.collect();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "holdfast-heap");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(heap::look, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    void look() {
        if (usedBytes.getAsLong() > ceilingBytes) {
            collect();
        }
    }

    private void collect() {
        collector.run();
        long alive = usedBytes.getAsLong();
        ceilingBytes = Math.max(FLOOR_BYTES, alive + alive / 2);
    }
}
