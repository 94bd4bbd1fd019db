package dev.holdfast.core.read;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.Snapshots;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The complete snapshots of a roster. Immutable. */
public final class StoredSnapshots implements Snapshots {

    private final String store;
    private final List<Snapshot> all;

    /**
     * @param state whose roster counts
     * @param store for messages
     * @param making makes the view of a snapshot
     */
    public StoredSnapshots(CommittedState state, String store, Function<RosterEntry, Snapshot> making) {
        this(store, complete(state, making));
    }

    private StoredSnapshots(String store, List<Snapshot> all) {
        this.store = store;
        this.all = List.copyOf(all);
    }

    private static List<Snapshot> complete(CommittedState state, Function<RosterEntry, Snapshot> making) {
        List<Snapshot> complete = new ArrayList<>();
        for (Iterator<RosterEntry> roster = state.snapshots(); roster.hasNext(); ) {
            RosterEntry entry = roster.next();
            if (!entry.partial()) {
                complete.add(making.apply(entry));
            }
        }
        return complete;
    }

    @Override
    public List<Snapshot> all() {
        return all;
    }

    @Override
    public Optional<Snapshot> newest() {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    @Override
    public Snapshot asOf(Instant time) {
        for (int i = all.size() - 1; i >= 0; i--) {
            if (!all.get(i).time().isAfter(time)) {
                return all.get(i);
            }
        }
        throw new NotFoundException(
                all.isEmpty()
                        ? "there is no snapshot in " + store + "; make a backup first"
                        : "there is no snapshot of " + time.truncatedTo(ChronoUnit.SECONDS) + " or before in " + store
                                + "; the oldest is of " + all.get(0).time().truncatedTo(ChronoUnit.SECONDS) + " ("
                                + all.get(0).id() + ")");
    }

    @Override
    public Snapshot byId(SnapshotId id) {
        for (Snapshot snapshot : all) {
            if (snapshot.id().equals(id)) {
                return snapshot;
            }
        }
        throw new NotFoundException("there is no snapshot " + id + " in " + store + "; it may have been removed");
    }

    @Override
    public Snapshots withTag(String tag) {
        return new StoredSnapshots(
                store + " with the tag \"" + tag + "\"",
                all.stream().filter(snapshot -> snapshot.tags().contains(tag)).toList());
    }

    @Override
    public String toString() {
        return all.size() + (all.size() == 1 ? " snapshot in " : " snapshots in ") + store;
    }
}
