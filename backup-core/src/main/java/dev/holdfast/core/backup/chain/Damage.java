package dev.holdfast.core.backup.chain;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.Notice;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.status.NeededBlocks;
import dev.holdfast.core.status.NeededObjects;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.ObjectStore;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What of the parent's content is lost.
 *
 * @param lostBlocks numbers of blocks by stream
 * @param volumes that they lie in, or whose inventory is damaged
 */
record Damage(Map<String, BitSet> lostBlocks, Set<ObjectKey> volumes) {

    /**
     * Finds what a snapshot needs among damaged objects.
     *
     * @throws IntegrityException if more than content is damaged, so that the snapshot cannot be continued
     */
    static Damage of(Set<ObjectKey> damaged, CommittedState state, RosterEntry entry, ObjectStore store) {
        Damage damage = new Damage(new HashMap<>(), new HashSet<>());
        if (damaged.isEmpty()) {
            return damage;
        }
        NeededObjects needed =
                new NeededObjects(state, new ManifestStore(store, Optional.empty()), (object, message) -> {
                    throw new IntegrityException(object + ": " + message);
                });
        needed.addHead();
        needed.add(entry);
        Set<ObjectKey> others = new HashSet<>(damaged);
        others.retainAll(needed.sizes().keySet());
        for (NeededBlocks volume : needed.volumes()) {
            others.remove(volume.inventory().key());
            others.remove(volume.volume());
            boolean isLost = damaged.contains(volume.volume())
                    || damaged.contains(volume.inventory().key());
            if (isLost) {
                damage.lose(volume);
            }
        }
        if (!others.isEmpty()) {
            throw new IntegrityException("its " + others.iterator().next() + " is damaged");
        }
        return damage;
    }

    private void lose(NeededBlocks volume) {
        if (Layout.purpose(volume.volume().value()) != Purpose.DATA) {
            throw new IntegrityException("its catalog in " + volume.volume() + " is damaged");
        }
        volumes.add(volume.volume());
        for (NeededBlocks.Run run : volume.runs()) {
            lostBlocks
                    .computeIfAbsent(run.stream(), stream -> new BitSet())
                    .set(run.firstBlock(), run.firstBlock() + run.count());
        }
    }

    boolean isPresent() {
        return !volumes.isEmpty();
    }

    Optional<Notice> notice() {
        return isPresent()
                ? Optional.of(Notice.of(
                        Notice.Kind.REPAIRED,
                        "all files were read again, and what lay in " + volumes.size()
                                + (volumes.size() == 1 ? " damaged volume (" : " damaged volumes (first: ")
                                + volumes.iterator().next()
                                + ") was stored again; older snapshots stay damaged"))
                : Optional.empty();
    }
}
