package dev.holdfast.core.lease;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease that is held, and renewed until it is closed. Thread-safe.
 */
public final class Lease implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final LeaseObject object;
    private LeaseRecord record;
    private String version;
    private boolean lost;
    private boolean closed;
    private @Nullable ScheduledFuture<?> renewal;

    Lease(LeaseObject object, LeaseRecord record, String version) {
        this.object = object;
        this.record = record;
        this.version = version;
    }

    synchronized void renewOn(ScheduledExecutorService executor) {
        long third = TimeUnit.SECONDS.toMillis(record.termSeconds()) / 3;
        renewal = executor.scheduleWithFixedDelay(this::renew, third, third, TimeUnit.MILLISECONDS);
    }

    private synchronized void renew() {
        if (lost || closed) {
            return;
        }
        try {
            write(record.next());
        } catch (IOException | RuntimeException e) {
            // There are two more tries before the term is over.
            LOG.warn("could not renew the lease of {}: {}", object.describe(), e.toString());
        }
    }

    private void write(LeaseRecord next) throws IOException {
        Optional<String> written = object.write(next, version);
        if (written.isPresent()) {
            record = next;
            version = written.get();
        } else {
            lost = true;
            LOG.warn("the lease of {} was taken over by another writer", object.describe());
        }
    }

    /** Whether another writer has taken it; then this one's commit will probably fail. */
    public synchronized boolean isLost() {
        return lost;
    }

    /** Frees the lease. What hinders that is logged: the next writer then waits for a term. */
    @Override
    public void close() {
        ScheduledFuture<?> running = renewal;
        if (running != null) {
            running.cancel(false);
        }
        free();
    }

    private synchronized void free() {
        if (closed || lost) {
            return;
        }
        closed = true;
        // An interrupted run still frees it.
        boolean interrupted = Thread.interrupted();
        try {
            write(record.freed());
        } catch (IOException | RuntimeException e) {
            LOG.warn("could not free the lease of {}: {}", object.describe(), e.toString());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
