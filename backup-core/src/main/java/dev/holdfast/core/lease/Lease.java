package dev.holdfast.core.lease;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
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
    private final String holder;
    private final Set<String> heldHere;
    private LeaseRecord record;
    private String version;
    private volatile boolean lost;
    private boolean closed;
    private @Nullable ScheduledFuture<?> renewal;

    /** @param heldHere the holders of this process, of which this is one until it is closed */
    Lease(LeaseObject object, LeaseRecord record, String version, Set<String> heldHere) {
        this.object = object;
        this.holder = record.holder();
        this.heldHere = heldHere;
        heldHere.add(holder);
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
        } catch (IOException | RuntimeException | Error e) {
            // There are two more tries before the term is over.
            LOG.warn("could not renew the lease of {}: {}", object.describe(), e.toString());
        }
    }

    private void write(LeaseRecord next) throws IOException {
        Optional<String> written = object.write(next, version);
        if (written.isEmpty()) {
            // A renewal whose answer was lost may have been stored; then the lease is this one's still.
            Optional<LeaseObject.Seen> own = object.look().filter(this::isOwn);
            if (own.isPresent()) {
                written = object.write(next, own.get().version());
            }
        }
        if (written.isPresent()) {
            record = next;
            version = written.get();
        } else {
            lost = true;
            LOG.warn("the lease of {} was taken over by another writer", object.describe());
        }
    }

    private boolean isOwn(LeaseObject.Seen seen) {
        LeaseRecord found = seen.record();
        return found != null && found.holder().equals(holder);
    }

    /** Whether another writer has taken it; then this one's commit will probably fail. */
    public boolean isLost() {
        return lost;
    }

    /** Frees the lease. What hinders that is logged: the next writer then waits for a term. */
    @Override
    public void close() {
        ScheduledFuture<?> running = renewal;
        if (running != null) {
            running.cancel(false);
        }
        try {
            free();
        } finally {
            heldHere.remove(holder);
        }
    }

    private synchronized void free() {
        if (closed || lost) {
            return;
        }
        closed = true;
        // An interrupted run still frees it, if the store answers.
        boolean interrupted = Thread.interrupted();
        if (interrupted) {
            object.watch();
        }
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
