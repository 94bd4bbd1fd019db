package dev.holdfast.core.reclaim;

import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.log.Change;
import dev.holdfast.core.log.Commit;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.Condemned;
import dev.holdfast.core.log.MovedBlocks;
import dev.holdfast.core.log.RepositoryLog;
import dev.holdfast.core.log.StateLists;
import dev.holdfast.core.manifest.WriterId;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.repository.OptimisticRead;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Deletes what is condemned and due, except for what a snapshot needs: that was condemned by a fault, or by a forger. A
 * first record says what is being deleted, so that no other one takes it back; then the objects go; a second record
 * takes them off the list. Whatever was not deleted stays there, and the next sweep tries again. Names of pages, which
 * come from their content and so may come back, stay on the list for a week more, for a sweep that was paused before
 * its deletion. At last old records of the log go. A list of which pages are lost is made anew without them. Not
 * thread-safe; several sweeps at the same time do no harm.
 */
public final class Sweep {

    private static final int BATCH = 1_000;

    /** A sweep that was paused for longer looks at the log again before it goes on. */
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    /** How long the name of a deleted page is not used. */
    private static final Duration NAME_IS_KEPT = Condemned.GRACE;

    private final ObjectStore store;
    private final ManifestStore manifests;
    private final RepositoryLog log;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;

    /**
     * What was done.
     *
     * @param state the newest one then
     * @param objects that were deleted
     * @param records of the log that were deleted
     * @param failures objects that could not be deleted, with the reason
     * @param stillNeeded objects that are condemned and due and were left alone, with the reason
     */
    public record Swept(
            CommittedState state,
            long objects,
            long records,
            Map<ObjectKey, String> failures,
            Map<ObjectKey, String> stillNeeded) {

        /** What was not deleted in words, one line for each reason. */
        public List<String> problems() {
            List<String> problems = byReason(failures, " could not be deleted, and the next run tries again: ");
            problems.addAll(byReason(stillNeeded, " must not be deleted: "));
            return problems;
        }

        private static List<String> byReason(Map<ObjectKey, String> reasons, String what) {
            TreeMap<String, TreeSet<ObjectKey>> byReason = new TreeMap<>();
            reasons.forEach((key, reason) ->
                    byReason.computeIfAbsent(reason, other -> new TreeSet<>()).add(key));
            List<String> lines = new ArrayList<>();
            byReason.forEach((reason, keys) -> lines.add(
                    (keys.size() == 1 ? keys.first() + "" : keys.size() + " objects, such as " + keys.first() + ",")
                            + what
                            + reason));
            return lines;
        }
    }

    /**
     * @param manifests tells what is needed
     * @param clock by which objects are due
     * @param nanoTime monotonic
     */
    public Sweep(
            ObjectStore store,
            ManifestStore manifests,
            RepositoryLog log,
            Clock clock,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.store = store;
        this.manifests = manifests;
        this.log = log;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /**
     * Deletes what is due. Where there is something, all manifests and needed-sets are read, unless what they say is at
     * hand.
     *
     * @param known a state of the repository
     * @param atHand what its snapshots need, where that is known
     * @throws dev.holdfast.api.error.IntegrityException if something is due, and what the snapshots need cannot be
     *     read; nothing was deleted
     * @throws dev.holdfast.api.error.StorageException if the store fails; the next sweep goes on
     */
    public Swept run(CommittedState known, Optional<RosterNeeds> atHand) {
        CommittedState state = log.newest(known);
        CommittedState readable = state.withoutLostCondemned();
        if (readable != state) {
            state = commit(readable, CommittedState::lists);
        }
        StillNeeded needed = new StillNeeded(manifests, atHand);
        if (any(state, this::isGoing)) {
            state = look(state, needed);
            if (any(state, each -> isToBeMarked(each, needed))) {
                state = commit(state, on -> begin(on, needed));
            }
        }
        Map<ObjectKey, String> failures = new TreeMap<>();
        Set<ObjectKey> gone = delete(state, needed, failures);
        if (!gone.isEmpty()) {
            state = commit(state, on -> end(on, gone));
        }
        Map<ObjectKey, String> keptRecords = new TreeMap<>();
        int records = new OldRecords(store, log, clock).delete(state, keptRecords);
        failures.putAll(keptRecords);
        return new Swept(state, gone.size(), records, Map.copyOf(failures), needed.messages(this::isGoing));
    }

    /** Others may delete, meanwhile, what is read: then a newer state counts. */
    private CommittedState look(CommittedState state, StillNeeded needed) {
        return new OptimisticRead(() -> log.newest(state), store).from(state, on -> {
            needed.look(on);
            return on;
        });
    }

    /** Whether it is there, and to be deleted now. */
    private boolean isGoing(Condemned condemned) {
        return condemned.deleting() ? !condemned.deleted() : isDue(condemned);
    }

    private boolean isToBeMarked(Condemned condemned, StillNeeded needed) {
        return !condemned.deleting() && isDue(condemned) && !needed.has(condemned);
    }

    private boolean isDue(Condemned condemned) {
        return !condemned.due().isAfter(clock.instant());
    }

    private static boolean any(CommittedState state, Predicate<Condemned> which) {
        for (Iterator<Condemned> all = state.condemned(); all.hasNext(); ) {
            if (which.test(all.next())) {
                return true;
            }
        }
        return false;
    }

    private CommittedState commit(CommittedState state, Commit.Transformation transformation) {
        Instant now = clock.instant();
        return log.commit(
                state,
                new Commit(
                        WriterId.create(now, random),
                        Change.sweep(),
                        Optional.empty(),
                        Commit.Needs.NONE,
                        transformation));
    }

    /** Marks what is due; moves into volumes that go have nothing left to say. */
    private StateLists begin(CommittedState on, StillNeeded needed) {
        needed.look(on);
        TreeMap<String, Optional<Condemned>> changes = new TreeMap<>();
        for (Iterator<Condemned> all = on.condemned(); all.hasNext(); ) {
            Condemned each = all.next();
            if (isDue(each) && each.deleted()) {
                changes.put(each.object().value(), Optional.empty());
            } else if (isToBeMarked(each, needed)) {
                changes.put(each.object().value(), Optional.of(each.beingDeleted()));
            }
        }
        TreeMap<String, Optional<MovedBlocks>> moves = new TreeMap<>();
        for (Iterator<MovedBlocks> all = on.moves(); all.hasNext(); ) {
            MovedBlocks move = all.next();
            if (changes.containsKey(move.volume().value())) {
                moves.put(MovedBlocks.CODEC.name(move), Optional.empty());
            }
        }
        StateLists lists =
                on.lists().withCondemned(on.condemnedEdit().apply(on.lists().condemned(), changes));
        return moves.isEmpty()
                ? lists
                : lists.withMoves(on.moveEdit().apply(on.lists().moves(), moves));
    }

    private StateLists end(CommittedState on, Set<ObjectKey> gone) {
        Instant freeFrom = clock.instant().plus(NAME_IS_KEPT);
        TreeMap<String, Optional<Condemned>> changes = new TreeMap<>();
        for (Iterator<Condemned> all = on.condemned(); all.hasNext(); ) {
            Condemned each = all.next();
            if (gone.contains(each.object()) && each.deleting() && !each.deleted()) {
                boolean isPage = each.object().value().startsWith(Layout.PAGES);
                changes.put(each.object().value(), isPage ? Optional.of(each.asDeleted(freeFrom)) : Optional.empty());
            }
        }
        return on.lists().withCondemned(on.condemnedEdit().apply(on.lists().condemned(), changes));
    }

    private static List<ObjectKey> doomed(CommittedState state, StillNeeded needed) {
        List<ObjectKey> objects = new ArrayList<>();
        for (Iterator<Condemned> all = state.condemned(); all.hasNext(); ) {
            Condemned each = all.next();
            if (each.deleting() && !each.deleted() && !needed.has(each)) {
                objects.add(each.object());
            }
        }
        return objects;
    }

    private Set<ObjectKey> delete(CommittedState state, StillNeeded needed, Map<ObjectKey, String> failures) {
        List<ObjectKey> doomed = doomed(state, needed);
        Set<ObjectKey> still = new HashSet<>(doomed);
        Set<ObjectKey> gone = new TreeSet<>();
        CommittedState seen = state;
        long looked = nanoTime.getAsLong();
        for (int i = 0; i < doomed.size(); i += BATCH) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancelledException("interrupted while deleting from " + store.describe()
                        + "; the next sweep goes on where this one ended");
            }
            if (nanoTime.getAsLong() - looked > LOOK_AGAIN.toNanos()) {
                // Another sweep may have ended this one's work.
                seen = log.newest(seen);
                still.retainAll(Set.copyOf(doomed(seen, needed)));
                looked = nanoTime.getAsLong();
            }
            List<ObjectKey> batch = new ArrayList<>(doomed.subList(i, Math.min(i + BATCH, doomed.size())));
            batch.retainAll(still);
            Map<ObjectKey, String> left = batch.isEmpty() ? Map.of() : store.delete(batch);
            failures.putAll(left);
            batch.removeAll(left.keySet());
            gone.addAll(batch);
        }
        return gone;
    }
}
