package dev.holdfast.core.restore;

import dev.holdfast.core.arrival.Conflicts;
import dev.holdfast.core.arrival.Finisher;
import dev.holdfast.core.arrival.Tally;
import dev.holdfast.core.fetch.BlockFetcher;
import dev.holdfast.core.fetch.InFlight;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.restore.plan.RestoreSettings;
import dev.holdfast.core.restore.plan.Spellings;
import dev.holdfast.core.work.MemoryAccount;
import dev.holdfast.core.work.Workers;

/**
 * What one run restores with, shared by all that was chosen. Does not close the snapshot.
 *
 * @param work what is under way
 * @param first that is there already
 * @param spellings of all names that the run has put into the target
 */
record RestoreTools(
        OpenSnapshot snapshot,
        Workers workers,
        InFlight work,
        FirstBlock first,
        BlockFetcher fetcher,
        Conflicts conflicts,
        Finisher finisher,
        Spellings spellings,
        Tally tally)
        implements AutoCloseable {

    private static final long MIN_FETCH_BYTES = 8L << 20;

    static RestoreTools of(
            OpenSnapshot snapshot, RestoreSettings settings, Workers workers, FirstBlock first, Tally tally) {
        InFlight work = new InFlight();
        Conflicts conflicts = new Conflicts(settings.policy(), settings.ownership(), snapshot.pages(), tally);
        MemoryAccount memory = new MemoryAccount(fetchBytes(snapshot, workers));
        return new RestoreTools(
                snapshot,
                workers,
                work,
                first,
                new BlockFetcher(snapshot.ranges(), workers, memory, work),
                conflicts,
                new Finisher(snapshot.pages(), conflicts, tally, work.permits(Finisher.MAX_LONG_OPEN)),
                new Spellings(),
                tally);
    }

    /** What is left of the memory beside the decoders of the computing threads. */
    private static long fetchBytes(OpenSnapshot snapshot, Workers workers) {
        long opening = workers.threads() * (3L * snapshot.manifest().blockBytes() + (1 << 20));
        return Math.max(MIN_FETCH_BYTES, Math.min(workers.fetchBytes(), workers.memoryBytes() - opening));
    }

    /** Ends what is under way, and drops what is not finished. */
    @Override
    public void close() {
        work.drain();
        finisher.discardAll();
    }
}
