package dev.holdfast.core.work;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of runs, and how much memory each may hold. A repository has its own unless it is given one that several
 * share, so that a JVM with many repositories has no more threads.
 *
 * <p>Thread-safe. Who makes one closes it, after the repositories that use it.
 */
public final class Workers implements AutoCloseable {

    /** The least that a bound may be. */
    public static final long MIN_MEMORY_BYTES = 48L << 20;

    /** How long volumes of content are if nothing is said. */
    public static final long STANDARD_VOLUME_BYTES = 32L << 20;

    private static final int MOST_STANDARD_THREADS = 6;

    private static final int TRANSFERS = 8;
    /** A renewal waits for its store, which must not hold up those of other repositories. */
    private static final int RENEWALS = 4;

    private static final RejectedExecutionHandler CLOSED = (work, pool) -> {
        throw new IllegalStateException(
                "the repository, or the workers that it shares, was closed while a run was under way; end runs first");
    };

    private final long memoryBytes;
    private final int threads;
    private final ThreadPoolExecutor computing;
    private final ThreadPoolExecutor transfers;
    private final ExecutorService scanning;
    private final ScheduledThreadPoolExecutor renewals;
    private final ScheduledThreadPoolExecutor reports;
    private final ScheduledThreadPoolExecutor watches;
    private final ThreadFactory streams;

    private Workers(int threads, long memoryBytes) {
        this.memoryBytes = memoryBytes;
        this.threads = threads;
        computing = pool(threads, "holdfast-worker-");
        transfers = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                factory("holdfast-transfer-"),
                CLOSED);
        scanning = pool(2, "holdfast-scan-");
        renewals = timer(RENEWALS, "holdfast-lease-");
        reports = timer(1, "holdfast-progress-");
        watches = timer(1, "holdfast-watch-");
        streams = factory("holdfast-stream-");
    }

    private static ScheduledThreadPoolExecutor timer(int threads, String name) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(threads, factory(name), CLOSED);
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private static ThreadPoolExecutor pool(int threads, String name) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory(name), CLOSED);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * What a thread inherits, these have of who makes the workers, and nothing of who happens to bring them work: that
     * may be another application.
     */
    private static ThreadFactory factory(String name) {
        AtomicInteger count = new AtomicInteger();
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return work -> {
            Thread thread = new Thread(group, work, name + count.incrementAndGet(), 0, false);
            thread.setContextClassLoader(loader);
            thread.setPriority(Thread.NORM_PRIORITY);
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * A thread for each processor that the JVM sees, up to six, and the memory that they need.
     *
     * @param volumeBytes of the repository with the largest volumes
     */
    public static Workers standard(long volumeBytes) {
        int threads = Math.min(Runtime.getRuntime().availableProcessors(), MOST_STANDARD_THREADS);
        return of(threads, memoryFor(threads, volumeBytes));
    }

    /**
     * The bytes of memory that so many threads need: 112 MiB and 8 MiB for each, and two and a half times what volumes
     * have beyond 32 MiB.
     */
    public static long memoryFor(int threads, long volumeBytes) {
        return (112L << 20) + threads * (8L << 20) + Math.max(0, volumeBytes - STANDARD_VOLUME_BYTES) * 5 / 2;
    }

    /**
     * @param threads that compress, encrypt and hash, 1 to 256
     * @param memoryBytes bound of all buffers, at least {@link #MIN_MEMORY_BYTES}
     */
    public static Workers of(int threads, long memoryBytes) {
        if (threads < 1 || threads > 256) {
            throw new IllegalArgumentException("1 to 256 threads, but " + threads + " were asked for");
        }
        if (memoryBytes < MIN_MEMORY_BYTES) {
            throw new IllegalArgumentException(
                    "at least " + MIN_MEMORY_BYTES + " bytes of memory, but " + memoryBytes + " were given");
        }
        return new Workers(threads, memoryBytes);
    }

    public int threads() {
        return threads;
    }

    public long memoryBytes() {
        return memoryBytes;
    }

    /**
     * How much may be fetched before it is opened: 8 MiB for each thread, at least 16 and at most 32 MiB. More makes
     * nothing quicker.
     */
    public long fetchBytes() {
        return Math.max(16L << 20, Math.min(32L << 20, threads * (8L << 20)));
    }

    /** For work of the processor. */
    public ThreadPoolExecutor computing() {
        return computing;
    }

    /**
     * For calls of the store, which wait more than they work. Each user bounds its own calls, to about
     * {@link #transferCount}.
     */
    public ThreadPoolExecutor transfers() {
        return transfers;
    }

    /**
     * Makes what a run stores its volumes by, as many at a time as {@link #transferCount}, however small they are: a
     * thin line that a hundred share is too slow for each. One run's wait for no store of another.
     */
    public Executor uploads() {
        return new BoundedExecutor(transfers, TRANSFERS);
    }

    /** How many calls of the store a run makes at the same time. */
    public int transferCount() {
        return TRANSFERS;
    }

    /** For reading directories. */
    public ExecutorService scanning() {
        return scanning;
    }

    /** For renewing leases, and for nothing that may take longer than the store. */
    public ScheduledExecutorService renewals() {
        return renewals;
    }

    /** For reporting progress, one report after the other: listeners are the application's and may hang. */
    public ScheduledExecutorService reports() {
        return reports;
    }

    /** For looking, in no time, whether something still moves. */
    public ScheduledExecutorService watches() {
        return watches;
    }

    /** Makes a thread for each stream of the application that is read: it may hang. Who has one made ends it. */
    public ThreadFactory streams() {
        return streams;
    }

    /** Lets running work end and takes no more: who brings it gets an {@link IllegalStateException}. */
    @Override
    public void close() {
        computing.shutdown();
        transfers.shutdown();
        scanning.shutdown();
        renewals.shutdownNow();
        reports.shutdownNow();
        watches.shutdownNow();
    }
}
