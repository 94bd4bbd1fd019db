package dev.holdfast.core.retention;

import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.reclaim.RosterNeeds;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.status.NeededObjects;
import dev.holdfast.core.status.NeededObjects.ExpectedSize;
import dev.holdfast.core.status.NeededObjects.SizeKind;
import dev.holdfast.core.store.ErrorTranslation;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.ObjectStore;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What only some of a roster's snapshots need. Takes the memory of {@link NeededObjects}. */
final class Unneeded {

    private static final Logger LOG = LoggerFactory.getLogger(Unneeded.class);

    private final ObjectStore store;
    private final Map<ObjectKey, ExpectedSize> objects;
    private final NeededObjects staying;

    private Unneeded(ObjectStore store, Map<ObjectKey, ExpectedSize> objects, NeededObjects staying) {
        this.store = store;
        this.objects = objects;
        this.staying = staying;
    }

    /**
     * Finds what is needed no more without some snapshots. Of one that is damaged it is what can be read of it.
     *
     * @throws dev.holdfast.api.error.IntegrityException if what another snapshot needs cannot be read
     */
    static Unneeded without(Collection<SnapshotId> dropped, CommittedState state, ManifestStore manifests) {
        Set<SnapshotId> going = Set.copyOf(dropped);
        NeededObjects staying = RosterNeeds.searching(state, manifests);
        NeededObjects leaving = new NeededObjects(
                state, manifests, (object, message) -> LOG.warn("of a snapshot that goes: {}", message));
        List<RosterEntry> roster = staying.addHead();
        leaving.addHead();
        for (RosterEntry entry : roster) {
            (going.contains(entry.snapshot()) ? leaving : staying).add(entry);
        }
        Map<ObjectKey, ExpectedSize> objects = new TreeMap<>(leaving.sizes());
        objects.keySet().removeAll(staying.sizes().keySet());
        return new Unneeded(manifests.store(), objects, staying);
    }

    /** What the other snapshots need. */
    NeededObjects staying() {
        return staying;
    }

    Set<ObjectKey> objects() {
        return objects.keySet();
    }

    /** The bytes of all these objects. Asks the store where the repository does not say them. */
    long bytes() {
        long bytes = 0;
        Set<ObjectKey> unknown = new HashSet<>();
        for (Map.Entry<ObjectKey, ExpectedSize> each : objects.entrySet()) {
            if (each.getValue().kind() == SizeKind.EXACT) {
                bytes += each.getValue().bytes();
            } else {
                unknown.add(each.getKey());
            }
        }
        bytes += listed(Layout.INVENTORIES, unknown) + listed(Layout.MANIFESTS, unknown);
        for (ObjectKey key : unknown) {
            bytes += stat(key);
        }
        return bytes;
    }

    /** Takes what is found off the unknown. */
    private long listed(String prefix, Set<ObjectKey> unknown) {
        long[] bytes = {0};
        if (unknown.stream().anyMatch(key -> key.value().startsWith(prefix))) {
            store.each(prefix, info -> bytes[0] += unknown.remove(info.key()) ? info.sizeBytes() : 0);
            unknown.removeIf(key -> key.value().startsWith(prefix));
        }
        return bytes[0];
    }

    private long stat(ObjectKey key) {
        try {
            return store.storage().stat(key).map(ObjectInfo::sizeBytes).orElse(0L);
        } catch (IOException e) {
            throw ErrorTranslation.translate(e, "ask for " + key + " of " + store.describe());
        }
    }
}
