package dev.holdfast.examples.command.process;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
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
    /** Several threads together make a few MiB of garbage in this time. */
    private static final long INTERVAL_MILLIS = 20;

    private final LongSupplier usedBytes;
    private final Runnable collector;
    private final Runnable sizeKeeper;
    private boolean keepsSize;
    private long ceilingBytes = FLOOR_BYTES;

    /** @param sizeKeeper is run once, before the first collection that {@link #look} asks for */
    SmallHeap(LongSupplier usedBytes, Runnable collector, Runnable sizeKeeper) {
        this.usedBytes = usedBytes;
        this.collector = collector;
        this.sizeKeeper = sizeKeeper;
    }

    /**
     * Collects at once, when there is hardly anything, so that the heap begins small, and keeps it so until the process
     * ends.
     */
    public static void keep() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        SmallHeap heap = new SmallHeap(
                () -> runtime.totalMemory() - runtime.freeMemory(), System::gc, SmallHeap::keepReservedSize);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "holdfast-heap");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(heap::look, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Has collections no longer shrink what the JVM reserves. Its new objects lie at the upper end of that: wherever
     * the end has been, memory stays in use. Short runs, which collect nothing, are spared the classes for it.
     */
    private static void keepReservedSize() {
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).setVMOption("MaxHeapFreeRatio", "100");
        } catch (RuntimeException | LinkageError e) {
            // Another JVM, or one without this: it takes some more memory.
        }
    }

    void look() {
        if (usedBytes.getAsLong() > ceilingBytes) {
            if (!keepsSize) {
                keepsSize = true;
                sizeKeeper.run();
            }
            collector.run();
            long alive = usedBytes.getAsLong();
            ceilingBytes = Math.max(FLOOR_BYTES, alive + alive / 2);
        }
    }
}
