package dev.holdfast.core.read;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.Snapshots;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The complete snapshots of a roster. Where a page of it is damaged, those are given that certainly are what was asked
 * for. Immutable.
 */
public final class StoredSnapshots implements Snapshots {

    private final String store;
    /** Those that could be read. */
    private final List<Snapshot> found;
    /** Why others are missing before the last ones of these; null where none are. */
    private final @Nullable IntegrityException damage;
    /** The place of the first behind which none is missing. */
    private final int whole;

    /**
     * @param state whose roster counts
     * @param store for messages
     * @param making makes the view of a snapshot
     */
    public StoredSnapshots(CommittedState state, String store, Function<RosterEntry, Snapshot> making) {
        List<Snapshot> complete = new ArrayList<>();
        List<IntegrityException> losses = new ArrayList<>();
        int[] behindLoss = {0};
        state.eachSnapshot(
                entry -> {
                    if (!entry.partial()) {
                        complete.add(making.apply(entry));
                    }
                },
                loss -> {
                    losses.add(loss);
                    behindLoss[0] = complete.size();
                });
        this.store = store;
        this.found = List.copyOf(complete);
        this.damage = losses.isEmpty() ? null : losses.get(0);
        this.whole = behindLoss[0];
    }

    private StoredSnapshots(String store, List<Snapshot> found, @Nullable IntegrityException damage, int whole) {
        this.store = store;
        this.found = List.copyOf(found);
        this.damage = damage;
        this.whole = whole;
    }

    private void requireWhole() {
        if (damage != null) {
            throw new IntegrityException(
                    "which snapshots there are in " + store + " is not wholly known: " + damage.getMessage()
                            + "; bring that object back from another copy of the repository, or choose a snapshot by"
                            + " its whole id",
                    damage);
        }
    }

    @Override
    public List<Snapshot> all() {
        requireWhole();
        return found;
    }

    @Override
    public Optional<Snapshot> newest() {
        if (found.size() == whole) {
            requireWhole();
            return Optional.empty();
        }
        return Optional.of(found.get(found.size() - 1));
    }

    @Override
    public Snapshot asOf(Instant time) {
        for (int i = found.size() - 1; i >= whole; i--) {
            if (!found.get(i).time().isAfter(time)) {
                return found.get(i);
            }
        }
        requireWhole();
        throw new NotFoundException(
                found.isEmpty()
                        ? "there is no snapshot in " + store + "; make a backup first"
                        : "there is no snapshot of " + time.truncatedTo(ChronoUnit.SECONDS) + " or before in " + store
                                + "; the oldest is of " + found.get(0).time().truncatedTo(ChronoUnit.SECONDS) + " ("
                                + found.get(0).id() + ")");
    }

    @Override
    public Snapshot byId(SnapshotId id) {
        for (Snapshot snapshot : found) {
            if (snapshot.id().equals(id)) {
                return snapshot;
            }
        }
        requireWhole();
        throw new NotFoundException("there is no snapshot " + id + " in " + store + "; it may have been removed");
    }

    @Override
    public Snapshots withTag(String tag) {
        Predicate<Snapshot> tagged = snapshot -> snapshot.tags().contains(tag);
        List<Snapshot> before = found.subList(0, whole).stream().filter(tagged).toList();
        List<Snapshot> behind =
                found.subList(whole, found.size()).stream().filter(tagged).toList();
        return new StoredSnapshots(
                store + " with the tag \"" + tag + "\"",
                Stream.concat(before.stream(), behind.stream()).toList(),
                damage,
                before.size());
    }

    @Override
    public String toString() {
        return found.size() + (found.size() == 1 ? " snapshot in " : " snapshots in ") + store;
    }
}
