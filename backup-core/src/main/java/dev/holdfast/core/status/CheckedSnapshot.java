package dev.holdfast.core.status;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.status.SnapshotStatus;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.store.ObjectStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A snapshot, and what of it is lost. */
record CheckedSnapshot(Snapshot snapshot, List<String> damagedObjects, boolean isDescribed) implements SnapshotStatus {

    @Override
    public State state() {
        return damagedObjects.isEmpty() && isDescribed ? State.COMPLETE : State.DAMAGED;
    }

    /**
     * Which snapshot needs which of the objects that are damaged. Goes through all needed-sets again, since whoever finds no
     * damage need not keep who needs what.
     */
    static Map<SnapshotId, List<String>> bySnapshot(
            CommittedState state, ObjectStore store, ManifestStore manifests, Set<String> damaged) {
        Map<SnapshotId, List<String>> damage = new HashMap<>();
        Set<String> found = new TreeSet<>();
        NeededObjects needed =
                new NeededObjects(state, store, manifests, (object, message) -> found.add(object.value()));
        List<RosterEntry> roster = needed.addHead();
        needed.onNeeded(object -> {
            if (damaged.contains(object.value())) {
                found.add(object.value());
            }
        });
        for (RosterEntry entry : roster) {
            found.clear();
            needed.add(entry);
            damage.put(entry.snapshot(), List.copyOf(found));
        }
        return damage;
    }
}
