package dev.holdfast.core.backup.plan;

/** The right to write, as long as a run lasts. */
public interface RunLease extends AutoCloseable {

    /** @throws dev.holdfast.api.error.ConcurrentWriterException if it was lost */
    void check();

    @Override
    void close();
}
