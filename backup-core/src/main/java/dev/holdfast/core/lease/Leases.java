package dev.holdfast.core.lease;

import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.ConcurrentWriterException;
import dev.holdfast.core.process.ThisProcess;
import dev.holdfast.core.store.ErrorTranslation;
import dev.holdfast.core.store.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Takes the lease of a repository. Thread-safe. */
public final class Leases {

    private static final int TERM_SECONDS = 60;
    private static final int LOOKS_A_TERM = 6;
    private static final int MAX_TRIES = 10;

    /**
     * The holders that are at work in this process. One that could not free its lease is not among them, and loses it
     * after its term.
     *
     * <p>Static, for a lease names a process: that a holder in this one is alive, nothing else can tell a repository
     * that was opened apart from the holder's, perhaps with another storage.
     */
    private static final Set<String> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final LeaseObject object;
    private final ThisProcess self;
    private final LeaseClock clock;
    private final ScheduledExecutorService renewals;
    private final RandomGenerator random;

    /**
     * @param renewals runs the renewals, which block for a request; not closed
     * @param random cryptographic
     */
    public Leases(
            ObjectStore store,
            ThisProcess self,
            LeaseClock clock,
            ScheduledExecutorService renewals,
            RandomGenerator random) {
        this.object = new LeaseObject(store);
        this.self = self;
        this.clock = clock;
        this.renewals = renewals;
        this.random = random;
    }

    /**
     * Takes the lease, at once where it is free or its holder is known to be gone. Otherwise watches it for its term
     * and takes it when the holder gave no sign of life. The caller closes it.
     *
     * @throws ConcurrentWriterException at once if the holder is a living process of this machine, otherwise at its
     *     first sign of life
     */
    public Lease acquire(String repository) {
        String tried = "take the lease of " + object.describe();
        try {
            return acquire(repository, ThisProcess.randomHex(random));
        } catch (IOException e) {
            throw ErrorTranslation.translate(e, tried);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted; tried to " + tried, e);
        }
    }

    /**
     * Whether nobody holds the lease, as it says itself. Takes nothing, so that who begins in the same moment is not
     * turned away.
     */
    public boolean isFree() {
        try {
            return object.look()
                    .map(seen -> seen.record() != null && seen.record().isFree())
                    .orElse(true);
        } catch (IOException e) {
            throw ErrorTranslation.translate(e, "look at the lease of " + object.describe());
        }
    }

    private Lease acquire(String repository, String holder) throws IOException, InterruptedException {
        for (int i = 0; i < MAX_TRIES; i++) {
            LeaseObject.Seen seen = object.look().orElse(null);
            if (seen != null && !isAbandoned(seen.record(), repository)) {
                if (isAliveHere(seen.record(), repository)) {
                    throw held(seen.record(), repository);
                }
                seen = watch(seen, repository);
            }
            LeaseRecord before = seen == null ? null : seen.record();
            LeaseRecord mine = new LeaseRecord(
                    repository,
                    holder,
                    self.host(repository),
                    self.id(),
                    before == null ? 1 : before.counter() + 1,
                    TERM_SECONDS);
            Optional<String> version = object.write(mine, seen == null ? null : seen.version());
            if (version.isPresent()) {
                Lease lease = new Lease(object, mine, version.get(), HELD_HERE);
                lease.renewOn(renewals);
                return lease;
            }
        }
        throw new ConcurrentWriterException("other writers took the lease of " + object.describe() + " " + MAX_TRIES
                + " times in a row; nothing was written, try again");
    }

    /** Whether the holder is known to be at work on this machine, so that watching it would only cost time. */
    private boolean isAliveHere(@Nullable LeaseRecord record, String repository) {
        return record != null
                && record.host().equals(self.host(repository))
                && (record.process().equals(self.id())
                        ? HELD_HERE.contains(record.holder())
                        : !ThisProcess.isGone(record.process()));
    }

    private boolean isAbandoned(@Nullable LeaseRecord record, String repository) {
        return record != null
                && (record.isFree()
                        || record.host().equals(self.host(repository)) && ThisProcess.isGone(record.process()));
    }

    /**
     * Watches a lease for its term; gives what may be replaced then: the unchanged lease, a freed one, or null for
     * none.
     */
    private LeaseObject.@Nullable Seen watch(LeaseObject.Seen first, String repository)
            throws IOException, InterruptedException {
        LeaseRecord record = first.record();
        Duration term = Duration.ofSeconds(record == null ? TERM_SECONDS : record.termSeconds());
        long start = clock.nanoTime();
        while (clock.nanoTime() - start < term.toNanos()) {
            clock.await(term.dividedBy(LOOKS_A_TERM));
            LeaseObject.Seen now = object.look().orElse(null);
            if (now == null || isAbandoned(now.record(), repository)) {
                return now;
            }
            if (!now.isSame(first)) {
                throw held(now.record(), repository);
            }
        }
        return first;
    }

    private ConcurrentWriterException held(@Nullable LeaseRecord record, String repository) {
        String who = record == null
                ? "something that is no lease"
                : "process " + record.process() + " on "
                        + (record.host().equals(self.host(repository)) ? "this machine" : "another machine");
        return new ConcurrentWriterException("another writer is at work in " + object.describe() + ": " + who
                + " holds the lease; nothing was written, run again when it has finished");
    }
}
