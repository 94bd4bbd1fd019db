package dev.holdfast.core.status;

import dev.holdfast.api.storage.ObjectKey;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What of a store is damaged. Immutable.
 *
 * @param objects keys of objects that are missing or of no use
 * @param blocks of volumes that are of use otherwise, by their keys: which of their blocks, counted from 0
 */
public record Damaged(Set<String> objects, Map<String, BitSet> blocks) {

    public Damaged {
        objects = Set.copyOf(objects);
        blocks = Map.copyOf(blocks);
    }

    public boolean isEmpty() {
        return objects.isEmpty() && blocks.isEmpty();
    }

    /** The same without what is damaged of some objects. */
    public Damaged without(Set<String> keys) {
        Set<String> others = new HashSet<>(objects);
        others.removeAll(keys);
        Map<String, BitSet> blocksOfOthers = new HashMap<>(blocks);
        blocksOfOthers.keySet().removeAll(keys);
        return new Damaged(others, blocksOfOthers);
    }

    boolean has(ObjectKey object) {
        return objects.contains(object.value());
    }

    boolean hasBlock(ObjectKey volume, int index) {
        BitSet ofVolume = blocks.get(volume.value());
        return ofVolume != null && ofVolume.get(index);
    }
}
