package dev.holdfast.core.retention;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.retention.UndoResult;
import dev.holdfast.api.retention.UndoableRemoval;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.log.Change;
import dev.holdfast.core.log.Commit;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.Condemned;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.log.StateLists;
import dev.holdfast.core.manifest.WriterId;
import dev.holdfast.core.repository.RemovedSnapshots;
import dev.holdfast.core.status.NeededObjects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes removals back: puts the snapshots into the roster again, and what they need off the list of condemned objects.
 * Thread-safe.
 */
public final class Undo {

    private final RetentionContext context;

    private record Undoable(long record, Instant time, Instant undoableUntil, List<SnapshotId> snapshots)
            implements UndoableRemoval {

        @Override
        public String toString() {
            return "record " + record + " of " + time + ", undoable until " + undoableUntil + ": " + snapshots;
        }
    }

    private record Outcome(long record, List<SnapshotId> restored, Head head) implements UndoResult {}

    public Undo(RetentionContext context) {
        this.context = context;
    }

    /** What can be undone, the last removal first. */
    public List<UndoableRemoval> all() {
        CommittedState state = context.head().get();
        List<UndoableRemoval> undoable = new ArrayList<>();
        for (long number : removals(state)) {
            find(number).flatMap(each -> undoable(each, state)).ifPresent(undoable::add);
        }
        return List.copyOf(undoable);
    }

    private Optional<UndoableRemoval> undoable(RemovedSnapshots removed, CommittedState state) {
        List<RosterEntry> missing = removed.missing(state);
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        Set<ObjectKey> needed;
        try {
            needed = needed(removed.record(), missing, state);
        } catch (NotFoundException e) {
            return Optional.empty();
        }
        Instant[] until = {Instant.MAX};
        state.condemned().forEachRemaining(each -> {
            if (needed.contains(each.object()) && each.due().isBefore(until[0])) {
                until[0] = each.due();
            }
        });
        return Optional.of(new Undoable(removed.record(), removed.time(), until[0], ids(missing)));
    }

    private static List<SnapshotId> ids(List<RosterEntry> entries) {
        return entries.stream().map(RosterEntry::snapshot).toList();
    }

    /** The records that have condemned what is not being deleted yet, the last first. */
    private static Set<Long> removals(CommittedState state) {
        TreeSet<Long> records = new TreeSet<>();
        state.condemned().forEachRemaining(each -> {
            if (!each.deleting()) {
                records.add(each.record());
            }
        });
        return records.descendingSet();
    }

    /** Undoes the last removal of which something is still away. */
    public UndoResult last() {
        CommittedState state = context.head().get();
        for (long record : removals(state)) {
            Optional<RemovedSnapshots> removed =
                    find(record).filter(each -> !each.missing(state).isEmpty());
            if (removed.isPresent()) {
                return undo(state, removed.get());
            }
        }
        throw new NotFoundException("there is no removal in " + store() + " that can be undone");
    }

    /** Undoes the removal of one record. */
    public UndoResult of(long record) {
        CommittedState state = context.head().get();
        Optional<CommittedState> named = record > state.head().number()
                ? Optional.empty()
                : context.log().at(record);
        if (named.isEmpty()) {
            throw new NotFoundException("there is no record " + record + " in " + store() + " any more, or not yet");
        }
        Change change = named.get().record().change();
        if (!change.isRemoval()) {
            throw new ConfigurationException(
                    "record " + record + " of " + store() + " removed no snapshot: its change is \"" + change + "\"");
        }
        RemovedSnapshots removed =
                find(record).orElseThrow(() -> isOver(record, "the record before it is deleted or damaged"));
        if (removed.missing(state).isEmpty()) {
            throw new ConfigurationException("what record " + record + " removed is in " + store() + " again already");
        }
        return undo(state, removed);
    }

    private String store() {
        return context.store().describe();
    }

    private NotFoundException isOver(long record, String reason) {
        return new NotFoundException("the removal of record " + record + " in " + store()
                + " cannot be undone any more: " + reason + "; nothing was changed");
    }

    private Optional<RemovedSnapshots> find(long record) {
        return RemovedSnapshots.by(context.log(), record);
    }

    private UndoResult undo(CommittedState state, RemovedSnapshots removed) {
        Commit commit = new Commit(
                WriterId.create(context.clock().instant(), context.random()),
                Change.undo(removed.record()),
                Optional.empty(),
                Commit.Needs.NONE,
                on -> with(removed, on));
        List<SnapshotId> restored = ids(removed.missing(state));
        CommittedState committed = context.log().commit(state, commit);
        context.saw().accept(committed);
        return new Outcome(removed.record(), restored, committed.head());
    }

    private StateLists with(RemovedSnapshots removed, CommittedState on) {
        List<RosterEntry> missing = removed.missing(on);
        Set<ObjectKey> needed = needed(removed.record(), missing, on);
        requireStored(removed.record(), needed);
        TreeMap<String, Optional<RosterEntry>> coming = new TreeMap<>();
        missing.forEach(entry -> coming.put(entry.snapshot().value(), Optional.of(entry)));
        TreeMap<String, Optional<Condemned>> spared = new TreeMap<>();
        needed.forEach(object -> spared.put(object.value(), Optional.empty()));
        return on.lists()
                .withSnapshots(on.snapshotEdit().apply(on.lists().snapshots(), coming))
                .withCondemned(on.condemnedEdit().apply(on.lists().condemned(), spared));
    }

    /** What the snapshots need beyond what the roster needs; all of it is still there. */
    private Set<ObjectKey> needed(long record, List<RosterEntry> missing, CommittedState on) {
        // What is not known to be needed by others must be condemned and not yet deleted, or stand in no list because
        // blocks were moved: out of what an inventory still describes, or to where it lies. Damage there refuses, it
        // loses nothing.
        NeededObjects roster = new NeededObjects(on, context.manifests(), (object, message) -> {});
        roster.addHead().forEach(roster::add);
        NeededObjects returning = new NeededObjects(on, context.manifests(), (object, message) -> {
            throw isOver(record, message);
        });
        returning.addHead();
        Map<ObjectKey, Condemned> condemned = new HashMap<>();
        on.condemned().forEachRemaining(each -> condemned.put(each.object(), each));
        Set<ObjectKey> homes = new HashSet<>();
        on.moves().forEachRemaining(move -> {
            homes.add(move.volume());
            homes.add(move.inventory().key());
        });
        for (RosterEntry entry : missing) {
            if (!isThere(condemned.get(entry.manifest()))) {
                throw isOver(record, entry.manifest() + " is deleted");
            }
            returning.add(entry);
        }
        Set<ObjectKey> needed = new HashSet<>(returning.sizes().keySet());
        needed.removeAll(roster.sizes().keySet());
        for (ObjectKey object : needed) {
            Condemned each = condemned.get(object);
            boolean there = each == null ? homes.contains(object) || isStored(object) : !each.deleting();
            if (!there) {
                throw isOver(record, object + " is deleted");
            }
        }
        return needed;
    }

    private boolean isStored(ObjectKey object) {
        return context.store().first(object.value(), object::equals).isPresent();
    }

    /** The record that began a deletion may be lost: then the log does not say that objects are gone. */
    private void requireStored(long record, Set<ObjectKey> needed) {
        Set<ObjectKey> absent = new TreeSet<>(needed);
        context.store().each("", info -> absent.remove(info.key()));
        if (!absent.isEmpty()) {
            throw isOver(record, absent.iterator().next() + " is not in the store");
        }
    }

    private static boolean isThere(@Nullable Condemned condemned) {
        return condemned != null && !condemned.deleting();
    }
}
