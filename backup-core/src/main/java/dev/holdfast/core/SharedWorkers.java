package dev.holdfast.core;

import dev.holdfast.core.work.Workers;

/**
 * Threads that several repositories share, and the bound of memory that each of their runs keeps to: of runs that
 * overlap, each may hold as much. A repository that is given none has its own.
 *
 * <p>Thread-safe. Who makes one closes it, after the repositories that use it.
 */
public final class SharedWorkers implements AutoCloseable {

    /**
     * The least that a bound may be: enough for one thread and small volumes, not for those of 32 MiB, as they are if
     * nothing is said.
     */
    public static final long MIN_MEMORY_BYTES = Workers.MIN_MEMORY_BYTES;

    final Workers workers;

    private SharedWorkers(Workers workers) {
        this.workers = workers;
    }

    /**
     * A thread for each processor that the JVM sees, up to six, and the memory that they need for volumes of 32 MiB:
     * 160 MiB at most.
     */
    public static SharedWorkers standard() {
        return standard(Workers.STANDARD_VOLUME_BYTES);
    }

    /**
     * As {@link #standard()}, for volumes of another size.
     *
     * @param volumeBytes of the repository with the largest volumes
     */
    public static SharedWorkers standard(long volumeBytes) {
        return new SharedWorkers(Workers.standard(volumeBytes));
    }

    /**
     * Threads and memory as given. Each thread needs 8 MiB of memory beyond the first 112 MiB, and volumes of more than
     * 32 MiB two and a half times what they are longer. A run that does not fit in fails before it does anything.
     *
     * @param threads that compress, encrypt and hash, 1 to 256
     * @param memoryBytes bound of all buffers, at least {@link #MIN_MEMORY_BYTES}
     * @throws IllegalArgumentException if one of them is out of its range
     */
    public static SharedWorkers of(int threads, long memoryBytes) {
        return new SharedWorkers(Workers.of(threads, memoryBytes));
    }

    /** How many threads compress, encrypt and hash. */
    public int threads() {
        return workers.threads();
    }

    /** The bound of all buffers. */
    public long memoryBytes() {
        return workers.memoryBytes();
    }

    /** Lets running work end and takes no more. */
    @Override
    public void close() {
        workers.close();
    }
}
