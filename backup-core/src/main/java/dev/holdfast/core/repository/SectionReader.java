package dev.holdfast.core.repository;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.bytes.Sha256;
import dev.holdfast.core.manifest.InventorySection;
import dev.holdfast.core.manifest.SectionRef;
import dev.holdfast.core.store.ObjectStore;
import dev.holdfast.core.work.Recent;
import java.util.Arrays;

/**
 * Reads sections of inventories. A section has about 2 KiB, and who asks for one mostly asks for its neighbours next,
 * so a whole stretch of the inventory is read at once and held. For one thread.
 */
final class SectionReader {

    private static final int STRETCH_BYTES = 32 << 10;
    /** So that a section at the end of a stretch is in it whole. */
    private static final int OVERLAP_BYTES = 4 << 10;

    private static final int MAX_STRETCHES = 16;

    private record Stretch(ObjectKey inventory, long number) {}

    private final ObjectStore store;
    private final Recent<Stretch, byte[]> stretches = new Recent<>(MAX_STRETCHES);

    SectionReader(ObjectStore store) {
        this.store = store;
    }

    /** @throws dev.holdfast.api.error.IntegrityException if it is missing or damaged */
    InventorySection read(SectionRef ref, ObjectKey volume) {
        byte[] bytes = fromStretch(ref);
        if (!Sha256.hex(bytes).equals(ref.sha256())) {
            // Longer than the overlap, or something is wrong with it, which is told here.
            bytes = store.readVerified(
                    ref.key(),
                    ByteRange.of(ref.offset(), ref.lengthBytes()),
                    ref.sha256(),
                    "the section of " + volume + " in the inventory " + ref.key());
        }
        return InventorySection.read(bytes, ref, volume);
    }

    private byte[] fromStretch(SectionRef ref) {
        long number = ref.offset() / STRETCH_BYTES;
        int from = (int) (ref.offset() - number * STRETCH_BYTES);
        if (from + (long) ref.lengthBytes() > STRETCH_BYTES + OVERLAP_BYTES) {
            return new byte[0];
        }
        byte[] stretch = stretches.computeIfAbsent(
                new Stretch(ref.key(), number),
                each -> store.readAhead(
                        each.inventory(),
                        ByteRange.of(number * STRETCH_BYTES, STRETCH_BYTES + OVERLAP_BYTES),
                        "the inventory " + each.inventory()));
        return Arrays.copyOfRange(
                stretch, Math.min(from, stretch.length), Math.min(from + ref.lengthBytes(), stretch.length));
    }
}
