package dev.holdfast.core.compaction;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.manifest.InventorySection;
import dev.holdfast.core.manifest.SectionRef;
import dev.holdfast.core.status.NeededBlocks;
import dev.holdfast.core.store.ObjectStore;
import java.util.BitSet;

/** A volume, and which of its sealed bytes are needed. Immutable. */
final class LiveVolume {

    private final NeededBlocks needed;
    private final InventorySection section;
    private final BitSet live;
    private final long liveBytes;

    private LiveVolume(NeededBlocks needed, InventorySection section, BitSet live) {
        this.needed = needed;
        this.section = section;
        this.live = live;
        this.liveBytes = live.stream().mapToLong(section::sealedBytes).sum();
    }

    /** @throws IntegrityException if its inventory is missing or damaged */
    static LiveVolume read(NeededBlocks needed, ObjectStore store) {
        SectionRef ref = needed.inventory();
        byte[] bytes = store.readVerified(
                ref.key(),
                ByteRange.of(ref.offset(), ref.lengthBytes()),
                ref.sha256(),
                "the section of " + needed.volume() + " in the inventory " + ref.key());
        InventorySection section = InventorySection.read(bytes, ref, needed.volume());
        BitSet live = new BitSet(section.blockCount());
        for (NeededBlocks.Run run : needed.runs()) {
            run.needed().stream().forEach(i -> live.set(run.at() + i));
        }
        if (live.length() > section.blockCount()) {
            throw new IntegrityException("the inventory " + ref.key() + " of " + store.describe() + " names "
                    + section.blockCount() + " blocks of " + needed.volume() + ", but block " + (live.length() - 1)
                    + " is needed");
        }
        return new LiveVolume(needed, section, live);
    }

    ObjectKey key() {
        return needed.volume();
    }

    NeededBlocks needed() {
        return needed;
    }

    InventorySection section() {
        return section;
    }

    /** By place in the volume. */
    BitSet live() {
        return live;
    }

    long sizeBytes() {
        return section.sizeBytes();
    }

    long liveBytes() {
        return liveBytes;
    }

    double liveShare() {
        return (double) liveBytes / section.sizeBytes();
    }
}
