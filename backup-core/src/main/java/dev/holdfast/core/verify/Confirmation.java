package dev.holdfast.core.verify;

import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.status.Damaged;
import dev.holdfast.core.status.DamagedSnapshots;
import dev.holdfast.core.status.NeededObjects;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a second look says of damage, for others may have removed objects, or moved what was in them, while they were
 * looked for.
 *
 * @param gone what is not needed any more of what was looked for
 * @param damagedSnapshots those that need what is damaged, the oldest first
 */
record Confirmation(Set<String> gone, List<SnapshotId> damagedSnapshots) {

    /** @param now a state that was read after the damage was found */
    static Confirmation of(Damaged damaged, NeededObjects lookedFor, CommittedState now, ManifestStore manifests) {
        NeededObjects needed = new NeededObjects(now, manifests, (object, message) -> {});
        needed.addHead().forEach(needed::add);
        Set<String> gone = new HashSet<>();
        for (ObjectKey object : lookedFor.sizes().keySet()) {
            if (!needed.sizes().containsKey(object)) {
                gone.add(object.value());
            }
        }
        Damaged left = damaged.without(gone);
        List<SnapshotId> snapshots = left.isEmpty()
                ? List.of()
                : List.copyOf(DamagedSnapshots.needing(left, now, manifests).keySet());
        return new Confirmation(gone, snapshots);
    }
}
