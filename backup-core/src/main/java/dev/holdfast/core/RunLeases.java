package dev.holdfast.core;

import dev.holdfast.api.error.ConcurrentWriterException;
import dev.holdfast.core.backup.plan.RunLease;
import dev.holdfast.core.lease.Lease;
import dev.holdfast.core.lease.LeaseClock;
import dev.holdfast.core.lease.Leases;
import dev.holdfast.core.process.ThisProcess;
import dev.holdfast.core.store.ObjectStore;
import dev.holdfast.core.work.Workers;
import java.util.random.RandomGenerator;

/** The lease of one repository, for runs that write and for who wants to know whether there is one. Thread-safe. */
final class RunLeases {

    private final ObjectStore store;
    private final String repository;
    private final Leases leases;

    /** @param random cryptographic */
    RunLeases(ObjectStore store, String repository, Workers workers, RandomGenerator random) {
        this.store = store;
        this.repository = repository;
        this.leases = new Leases(store, ThisProcess.current(random), LeaseClock.SYSTEM, workers.renewals(), random);
    }

    /** @throws ConcurrentWriterException if somebody else has it */
    RunLease acquire() {
        Lease lease = leases.acquire(repository);
        return new RunLease() {
            @Override
            public void check() {
                if (lease.isLost()) {
                    throw new ConcurrentWriterException("another writer has taken over the lease of " + store.describe()
                            + " while this one paused; nothing was committed, run again");
                }
            }

            @Override
            public void close() {
                lease.close();
            }
        };
    }

    /** Whether a run holds it. Where its holder may be gone, it is taken for a moment. */
    boolean isHeld() {
        if (leases.isFree()) {
            return false;
        }
        try (RunLease lease = acquire()) {
            lease.check();
            return false;
        } catch (ConcurrentWriterException e) {
            return true;
        }
    }
}
