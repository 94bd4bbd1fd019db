package dev.holdfast.core;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.core.list.ListReader;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.InventorySection;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.manifest.NeededVolume;
import dev.holdfast.core.manifest.SectionRef;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.status.NeededBlocks;
import dev.holdfast.core.status.NeededObjects;
import dev.holdfast.core.store.ObjectStore;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * How many of the sealed bytes of volumes the live snapshots need.
 *
 * @param exact to a sixteenth of a block
 * @param blocks in whole blocks, which are what can be moved
 */
record LiveBytes(long exact, long blocks) {

    /** Of all blocks that any snapshot needs, the sixteenths that some snapshot needs, of those that are filled. */
    private record Share(int mask, int filled) {}

    static LiveBytes of(ObjectStore store, CommittedState state) {
        ManifestStore manifests = new ManifestStore(store, Optional.empty());
        Map<String, Share> shares = new HashMap<>();
        for (Iterator<RosterEntry> roster = state.snapshots(); roster.hasNext(); ) {
            Manifest manifest = manifests.read(state, roster.next());
            new ListReader<>(NeededVolume.CODEC, state.pages())
                    .all(manifest.needed())
                    .forEachRemaining(volume -> {
                        for (int i = 0; i < volume.blockCount(); i++) {
                            if (volume.isNeeded(i)) {
                                shares.merge(
                                        volume.stream() + "/" + (volume.firstBlock() + i),
                                        new Share(volume.liveMask(i), volume.filled(i)),
                                        (a, b) -> new Share(a.mask() | b.mask(), a.filled()));
                            }
                        }
                    });
        }
        NeededObjects needed = new NeededObjects(state, manifests, (object, message) -> {
            throw new AssertionError(object + ": " + message);
        });
        needed.addHead().forEach(needed::add);
        double exact = 0;
        long blocks = 0;
        for (NeededBlocks volume : needed.volumes()) {
            SectionRef ref = volume.inventory();
            byte[] bytes = store.readVerified(
                    ref.key(), ByteRange.of(ref.offset(), ref.lengthBytes()), ref.sha256(), "a section");
            InventorySection section = InventorySection.read(bytes, ref, volume.volume());
            for (NeededBlocks.Run run : volume.runs()) {
                for (int i = run.needed().nextSetBit(0);
                        i >= 0;
                        i = run.needed().nextSetBit(i + 1)) {
                    Share share = shares.get(run.stream() + "/" + (run.firstBlock() + i));
                    int sealed = section.sealedBytes(run.at() + i);
                    exact += (double) sealed * Integer.bitCount(share.mask()) / share.filled();
                    blocks += sealed;
                }
            }
        }
        return new LiveBytes((long) exact, blocks);
    }
}
