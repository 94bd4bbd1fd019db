package dev.holdfast.core.status;

import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.repository.ManifestStore;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Tells which snapshots need what is damaged. */
public final class DamagedSnapshots {

    private DamagedSnapshots() {}

    /**
     * Goes through all needed-sets again, since whoever finds no damage need not keep who needs what.
     *
     * @return snapshots and unfinished states that are damaged, the oldest first, and which objects they lack,
     *     ascending
     */
    public static SortedMap<SnapshotId, List<String>> needing(
            Damaged damaged, CommittedState state, ManifestStore manifests) {
        SortedMap<SnapshotId, List<String>> damage = new TreeMap<>();
        Set<String> found = new TreeSet<>();
        NeededObjects needed = new NeededObjects(state, manifests, (object, message) -> found.add(object.value()));
        List<RosterEntry> roster = needed.addHead();
        needed.onNeeded(new NeededObjects.Needs() {
            @Override
            public void object(ObjectKey object) {
                if (damaged.has(object)) {
                    found.add(object.value());
                }
            }

            @Override
            public void block(ObjectKey volume, int index) {
                if (damaged.hasBlock(volume, index)) {
                    found.add(volume.value());
                }
            }
        });
        for (RosterEntry entry : roster) {
            found.clear();
            needed.add(entry);
            if (!found.isEmpty()) {
                damage.put(entry.snapshot(), List.copyOf(found));
            }
        }
        return damage;
    }
}
