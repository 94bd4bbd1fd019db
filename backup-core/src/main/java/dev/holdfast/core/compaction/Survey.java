package dev.holdfast.core.compaction;

import dev.holdfast.api.error.ConcurrentWriterException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.reclaim.Leftover;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.Condemned;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.reclaim.RosterNeeds;
import dev.holdfast.core.repository.OptimisticRead;
import dev.holdfast.core.repository.RemovedSnapshots;
import dev.holdfast.core.status.NeededObjects;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.StoredKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a store holds, compared with what the head needs. What a removal took away and an undo may bring back counts as
 * needed.
 *
 * @param bySnapshots needed by the roster alone
 * @param needed by the snapshots, moves applied
 * @param condemned objects that will be deleted anyway
 * @param volumes that are needed, as the store lists them
 * @param leftovers that nothing names and no run can name any more, by key; not pages that are too few
 * @param protectedObjects that nothing names and that a run may still name
 * @param running id of the run that has recorded an unfinished state and goes on; empty if there is none
 */
record Survey(
        CommittedState state,
        RosterNeeds bySnapshots,
        NeededObjects needed,
        Set<ObjectKey> condemned,
        Map<ObjectKey, ObjectInfo> volumes,
        List<Leftover> leftovers,
        long protectedObjects,
        long protectedBytes,
        String running) {

    /** @throws ConcurrentWriterException if the repository kept changing */
    static Survey of(ReclaimContext context) {
        // What the store lists can be compared only with the state in which it was listed.
        return new OptimisticRead(context.head(), context.store()).read(state -> of(context, state), survey -> true);
    }

    private static Survey of(ReclaimContext context, CommittedState head) {
        // What stood on a page that is lost is left over; the sweep at the end makes the list anew.
        CommittedState state = head.withoutLostCondemned();
        Listing listing = new Listing(state, needs(context, state), condemned(state));
        context.store().each("", listing::add);
        listing.takePages();
        // In this order: a run that was at work while the store was listed is still at work now, or has recorded
        // something since.
        boolean running = (!listing.open.isEmpty() || !listing.lastIsOver)
                && context.backupIsRunning().getAsBoolean();
        return listing.survey(running);
    }

    /** @throws IntegrityException if something that says what is needed is missing or damaged */
    static NeededObjects needed(ReclaimContext context, CommittedState state) {
        return needs(context, state).all();
    }

    private static Needs needs(ReclaimContext context, CommittedState state) {
        boolean[] lenient = new boolean[1];
        NeededObjects needed = new NeededObjects(state, context.manifests(), (object, message) -> {
            if (!lenient[0]) {
                throw new IntegrityException("it is not known what is needed, so nothing can go: " + object + " of "
                        + context.store().describe() + ": " + message);
            }
        });
        needed.addHead().forEach(needed::add);
        RosterNeeds bySnapshots = RosterNeeds.of(state.lists(), needed);
        // What cannot be read of a removed snapshot cannot be brought back either.
        lenient[0] = true;
        removed(context, state).forEach(needed::add);
        return new Needs(bySnapshots, needed);
    }

    private record UnnamedObject(String object, long sizeBytes, String reason) implements Leftover {

        @Override
        public String toString() {
            return object + ": " + reason;
        }
    }

    private record Needs(RosterNeeds bySnapshots, NeededObjects all) {}

    /** Snapshots that an undo can bring back. */
    private static List<RosterEntry> removed(ReclaimContext context, CommittedState state) {
        Set<Long> records = new HashSet<>();
        for (Iterator<Condemned> all = state.condemned(); all.hasNext(); ) {
            Condemned each = all.next();
            if (!each.deleting() && each.object().value().startsWith(Layout.MANIFESTS)) {
                records.add(each.record());
            }
        }
        List<RosterEntry> removed = new ArrayList<>();
        for (long record : records) {
            RemovedSnapshots.by(context.log(), record).ifPresent(found -> removed.addAll(found.snapshots()));
        }
        return removed;
    }

    private static Set<ObjectKey> condemned(CommittedState state) {
        Set<ObjectKey> condemned = new HashSet<>();
        state.condemned().forEachRemaining(each -> condemned.add(each.object()));
        return condemned;
    }

    /** Goes through the store's listing. */
    private static final class Listing {

        private final CommittedState state;
        private final Needs needs;
        private final Set<ObjectKey> condemned;
        private final String lastRun;
        private final boolean lastIsOver;
        private final Map<ObjectKey, ObjectInfo> volumes = new HashMap<>();
        private final List<Leftover> leftovers = new ArrayList<>();
        private final List<Leftover> pages = new ArrayList<>();
        /** Not named by anything, but perhaps of a run that is going on. */
        private final List<Leftover> open = new ArrayList<>();

        Listing(CommittedState state, Needs needs, Set<ObjectKey> condemned) {
            this.state = state;
            this.needs = needs;
            this.condemned = condemned;
            Optional<RosterEntry> last = state.last();
            this.lastRun = last.map(entry -> entry.snapshot().value()).orElse("");
            this.lastIsOver = last.filter(RosterEntry::partial).isEmpty();
        }

        void add(ObjectInfo info) {
            ObjectKey key = info.key();
            StoredKey stored = StoredKey.of(key);
            switch (stored.kind()) {
                case RECORD, LEASE, FOREIGN -> {}
                case PAGE -> {
                    if (isUnnamed(key)) {
                        pages.add(new UnnamedObject(key.value(), info.sizeBytes(), "no list has this page"));
                    }
                }
                case MANIFEST, INVENTORY, VOLUME -> {
                    if (isUnnamed(key)) {
                        (isOver(stored.writer()) ? leftovers : open)
                                .add(new UnnamedObject(
                                        key.value(),
                                        info.sizeBytes(),
                                        "no snapshot needs it, and the run " + stored.writer() + " is over"));
                    } else if (stored.kind() == StoredKey.Kind.VOLUME) {
                        volumes.put(key, info);
                    }
                }
            }
        }

        /**
         * A few would make a long list of condemned objects leave more pages of its own behind than they are: they wait
         * until they are many.
         */
        void takePages() {
            if (condemned.size() <= Condemned.FEW_PAGES || pages.size() >= condemned.size()) {
                open.addAll(pages);
            }
        }

        private boolean isUnnamed(ObjectKey key) {
            return !needs.all().sizes().containsKey(key) && !condemned.contains(key);
        }

        /** Ids ascend as they join the roster, so a run whose id is not behind the last one has been overtaken. */
        private boolean isOver(String writer) {
            int order = writer.compareTo(lastRun);
            return order < 0 || order == 0 && lastIsOver;
        }

        Survey survey(boolean running) {
            if (!running) {
                leftovers.addAll(open);
                open.clear();
            }
            leftovers.sort((a, b) -> a.object().compareTo(b.object()));
            return new Survey(
                    state,
                    needs.bySnapshots(),
                    needs.all(),
                    condemned,
                    volumes,
                    List.copyOf(leftovers),
                    open.size(),
                    open.stream().mapToLong(Leftover::sizeBytes).sum(),
                    running && !lastIsOver ? lastRun : "");
        }
    }
}
