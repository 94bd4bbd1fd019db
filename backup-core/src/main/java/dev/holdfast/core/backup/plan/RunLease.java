package dev.holdfast.core.backup.plan;

/** The right to write, as long as a run lasts. */
public interface RunLease extends AutoCloseable {

    /** Takes the lease. */
    @FunctionalInterface
    interface Source {
        /** @throws dev.holdfast.api.error.ConcurrentWriterException if somebody else has it */
        RunLease acquire();
    }

    /** @throws dev.holdfast.api.error.ConcurrentWriterException if it was lost */
    void check();

    @Override
    void close();
}
