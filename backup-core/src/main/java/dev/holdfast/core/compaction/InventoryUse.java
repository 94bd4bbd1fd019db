package dev.holdfast.core.compaction;

import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.status.NeededBlocks;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How many needed volumes each inventory describes. An inventory lives as long as one of them. Not thread-safe. */
final class InventoryUse {

    private final Map<ObjectKey, Integer> users = new HashMap<>();

    InventoryUse(Collection<NeededBlocks> volumes) {
        volumes.forEach(volume -> users.merge(volume.inventory().key(), 1, Integer::sum));
    }

    /** The inventories that none but these volumes use. */
    Set<ObjectKey> without(Collection<LiveVolume> volumes) {
        Map<ObjectKey, Integer> left = new HashMap<>();
        for (LiveVolume volume : volumes) {
            ObjectKey key = volume.needed().inventory().key();
            left.merge(key, users.getOrDefault(key, 0) - 1, (before, once) -> before - 1);
        }
        Set<ObjectKey> unused = new HashSet<>();
        left.forEach((key, count) -> {
            if (count <= 0) {
                unused.add(key);
            }
        });
        return unused;
    }

    /** Forgets volumes that are gone. */
    void remove(Collection<LiveVolume> volumes) {
        volumes.forEach(
                volume -> users.computeIfPresent(volume.needed().inventory().key(), (key, count) -> count - 1));
    }
}
