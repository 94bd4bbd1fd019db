package dev.holdfast.core.status;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.status.ChainStatus;
import dev.holdfast.api.status.CollectionStatus;
import dev.holdfast.api.status.PartialStatus;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.status.NeededObjects.ExpectedSize;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.ObjectStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Describes what lies in a repository: reads log and manifests, and lists the store once. */
public record StatusReport(
        String repositoryId,
        Head head,
        List<ChainStatus> chains,
        List<PartialStatus> partials,
        long objects,
        long bytes,
        Map<String, Long> bytesByStorageClass,
        long unneededObjects,
        long unneededBytes,
        List<String> damagedObjects)
        implements CollectionStatus {

    private record Chain(SnapshotId id, List<Snapshot> snapshots, long volumeBytes) implements ChainStatus {}

    /** Gathers a chain. */
    private static final class Gathering {
        final List<Snapshot> snapshots = new ArrayList<>();
        long volumeBytes;
    }

    /**
     * @param store that asks no cache
     * @param manifests of the same store
     * @param making makes the view of a snapshot
     */
    public static StatusReport of(
            CommittedState state, ObjectStore store, ManifestStore manifests, Function<RosterEntry, Snapshot> making) {
        TreeSet<String> damaged = new TreeSet<>();
        NeededObjects needed =
                new NeededObjects(state, store, manifests, (object, message) -> damaged.add(object.value()));
        Map<SnapshotId, Gathering> chains = new LinkedHashMap<>();
        List<PartialStatus> partials = new ArrayList<>();
        for (RosterEntry entry : needed.addHead()) {
            long storedBytes = needed.add(entry)
                    .map(Manifest::totals)
                    .map(Manifest.Totals::storedBytes)
                    .orElse(0L);
            if (entry.partial()) {
                partials.add(new PartialStatus(entry.snapshot(), entry.time(), storedBytes));
            } else {
                Gathering chain = chains.computeIfAbsent(entry.chain(), id -> new Gathering());
                chain.snapshots.add(making.apply(entry));
            }
        }
        for (NeededBlocks volume : needed.volumes()) {
            Gathering chain = chains.get(volume.manifest().chain());
            if (chain != null) {
                chain.volumeBytes += Math.max(0, volume.sizeBytes());
            }
        }
        Listing listing = new Listing(needed.sizes(), damaged);
        listing.read(store);
        List<ChainStatus> finished = new ArrayList<>();
        chains.forEach((id, chain) -> finished.add(new Chain(id, List.copyOf(chain.snapshots), chain.volumeBytes)));
        return new StatusReport(
                state.repository(),
                state.head(),
                List.copyOf(finished),
                List.copyOf(partials),
                listing.objects,
                listing.bytes,
                Collections.unmodifiableMap(listing.bytesByStorageClass),
                listing.unneededObjects,
                listing.unneededBytes,
                List.copyOf(damaged));
    }

    private static final List<String> KINDS =
            List.of(Layout.MANIFESTS, Layout.PAGES, Layout.INVENTORIES, "data/", "catalog/");

    /** What the store lists, compared with what is needed. */
    private static final class Listing {

        private final Map<ObjectKey, ExpectedSize> sizes;
        private final Set<String> damaged;
        private final Set<ObjectKey> found = new HashSet<>();
        private long objects;
        private long bytes;
        private final SortedMap<String, Long> bytesByStorageClass = new TreeMap<>();
        private long unneededObjects;
        private long unneededBytes;

        Listing(Map<ObjectKey, ExpectedSize> sizes, Set<String> damaged) {
            this.sizes = sizes;
            this.damaged = damaged;
        }

        void read(ObjectStore store) {
            store.each("", this::add);
            for (ObjectKey key : sizes.keySet()) {
                if (!found.contains(key)) {
                    damaged.add(key.value());
                }
            }
        }

        /** Whether it is of a kind that snapshots need: not of the log, not the lease, not foreign. */
        private static boolean mayBeNeeded(ObjectKey key) {
            return KINDS.stream().anyMatch(key.value()::startsWith);
        }

        private void add(ObjectInfo info) {
            objects++;
            bytes += info.sizeBytes();
            info.storageClass().ifPresent(name -> bytesByStorageClass.merge(name, info.sizeBytes(), Long::sum));
            ExpectedSize expected = sizes.get(info.key());
            if (expected != null) {
                found.add(info.key());
                if (!expected.fits(info.sizeBytes())) {
                    damaged.add(info.key().value());
                }
            } else if (mayBeNeeded(info.key())) {
                unneededObjects++;
                unneededBytes += info.sizeBytes();
            }
        }
    }
}
