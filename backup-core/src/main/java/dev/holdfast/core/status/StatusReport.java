package dev.holdfast.core.status;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.status.ChainStatus;
import dev.holdfast.api.status.CollectionStatus;
import dev.holdfast.api.status.PartialStatus;
import dev.holdfast.api.status.SnapshotStatus;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.status.NeededObjects.ExpectedSize;
import dev.holdfast.core.store.ObjectStore;
import dev.holdfast.core.store.StoredKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    @Override
    public String toString() {
        return "repository " + repositoryId + " at " + head + ": " + chains.size() + " chains, " + objects
                + " objects of " + bytes + " bytes, " + unneededObjects + " unneeded, " + damagedObjects.size()
                + " damaged";
    }

    private record Chain(SnapshotId id, List<SnapshotStatus> snapshots, long volumeBytes) implements ChainStatus {}

    private record Partial(SnapshotId id, Instant time, long storedBytes, List<String> damagedObjects)
            implements PartialStatus {}

    /** A snapshot of the roster, unfinished ones too. */
    private record Found(RosterEntry entry, Optional<Manifest> manifest) {}

    /**
     * @param manifests of a store that asks no cache
     * @param making makes the view of a snapshot
     */
    public static StatusReport of(
            CommittedState state, ManifestStore manifests, Function<RosterEntry, Snapshot> making) {
        TreeSet<String> damaged = new TreeSet<>();
        NeededObjects needed = new NeededObjects(state, manifests, (object, message) -> damaged.add(object.value()));
        List<Found> roster = new ArrayList<>();
        needed.addHead().forEach(entry -> roster.add(new Found(entry, needed.add(entry))));
        Listing listing = new Listing(needed.sizes(), damaged);
        listing.read(manifests.store());
        Map<SnapshotId, List<String>> damage = damaged.isEmpty()
                ? Map.of()
                : DamagedSnapshots.needing(new Damaged(damaged, Map.of()), state, manifests);
        return new StatusReport(
                state.repository(),
                state.head(),
                chains(roster, damage, volumeBytes(needed), making),
                partials(roster, damage),
                listing.objects,
                listing.bytes,
                Collections.unmodifiableMap(listing.bytesByStorageClass),
                listing.unneededObjects,
                listing.unneededBytes,
                List.copyOf(damaged));
    }

    private static Map<SnapshotId, Long> volumeBytes(NeededObjects needed) {
        Map<SnapshotId, Long> bytes = new HashMap<>();
        for (NeededBlocks volume : needed.volumes()) {
            bytes.merge(volume.manifest().chain(), Math.max(0, volume.sizeBytes()), Long::sum);
        }
        return bytes;
    }

    private static List<ChainStatus> chains(
            List<Found> roster,
            Map<SnapshotId, List<String>> damage,
            Map<SnapshotId, Long> volumeBytes,
            Function<RosterEntry, Snapshot> making) {
        Map<SnapshotId, List<SnapshotStatus>> chains = new LinkedHashMap<>();
        for (Found found : roster) {
            RosterEntry entry = found.entry();
            if (!entry.partial()) {
                chains.computeIfAbsent(entry.chain(), id -> new ArrayList<>())
                        .add(new CheckedSnapshot(
                                making.apply(entry),
                                damage.getOrDefault(entry.snapshot(), List.of()),
                                found.manifest().isPresent()));
            }
        }
        List<ChainStatus> finished = new ArrayList<>();
        chains.forEach((id, snapshots) ->
                finished.add(new Chain(id, List.copyOf(snapshots), volumeBytes.getOrDefault(id, 0L))));
        return List.copyOf(finished);
    }

    private static List<PartialStatus> partials(List<Found> roster, Map<SnapshotId, List<String>> damage) {
        List<PartialStatus> partials = new ArrayList<>();
        for (Found found : roster) {
            RosterEntry entry = found.entry();
            if (entry.partial()) {
                long storedBytes = found.manifest().map(Manifest::storedBytes).orElse(0L);
                partials.add(new Partial(
                        entry.snapshot(), entry.time(), storedBytes, damage.getOrDefault(entry.snapshot(), List.of())));
            }
        }
        return List.copyOf(partials);
    }

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

        private void add(ObjectInfo info) {
            ExpectedSize expected = sizes.get(info.key());
            StoredKey.Kind kind = StoredKey.of(info.key()).kind();
            if (expected == null && kind == StoredKey.Kind.FOREIGN) {
                // Such as those of another repository inside this one's prefix.
                return;
            }
            objects++;
            bytes += info.sizeBytes();
            info.storageClass().ifPresent(name -> bytesByStorageClass.merge(name, info.sizeBytes(), Long::sum));
            if (expected != null) {
                found.add(info.key());
                if (!expected.fits(info.sizeBytes())) {
                    damaged.add(info.key().value());
                }
            } else if (kind != StoredKey.Kind.RECORD && kind != StoredKey.Kind.LEASE) {
                unneededObjects++;
                unneededBytes += info.sizeBytes();
            }
        }
    }
}
