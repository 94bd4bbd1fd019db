package dev.holdfast.core.verify.content;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.bytes.Sha256;
import dev.holdfast.core.fetch.StoredRanges;
import dev.holdfast.core.manifest.InventorySection;
import dev.holdfast.core.manifest.SectionRef;
import dev.holdfast.core.status.NeededBlocks;
import dev.holdfast.core.store.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads inventories, one at a time, and checks the sections that are needed of them. For one thread. */
public final class InventoryCheck {

    /** A longer one is read section by section. */
    private static final int MAX_WHOLE_BYTES = 16 << 20;

    private static final Comparator<NeededBlocks> BY_SECTION = Comparator.<NeededBlocks, ObjectKey>comparing(
                    volume -> volume.inventory().key())
            .thenComparingLong(volume -> volume.inventory().offset());

    /** A volume with the checked section about it. */
    public record Volume(NeededBlocks needed, InventorySection section) {}

    private final StoredRanges ranges;
    private final Findings findings;

    public InventoryCheck(StoredRanges ranges, Findings findings) {
        this.ranges = ranges;
        this.findings = findings;
    }

    /** Gives the volumes whose sections are whole, in the order of their inventories. */
    public void each(Collection<NeededBlocks> volumes, Consumer<Volume> consumer) {
        List<NeededBlocks> sorted = new ArrayList<>(volumes);
        sorted.sort(BY_SECTION);
        int start = 0;
        for (int i = 1; i <= sorted.size(); i++) {
            if (i == sorted.size()
                    || !sorted.get(i)
                            .inventory()
                            .key()
                            .equals(sorted.get(start).inventory().key())) {
                inventory(sorted.subList(start, i), consumer);
                start = i;
            }
        }
    }

    private void inventory(List<NeededBlocks> volumes, Consumer<Volume> consumer) {
        SectionRef last = volumes.get(volumes.size() - 1).inventory();
        long end = last.offset() + last.lengthBytes();
        byte[] whole = end < MAX_WHOLE_BYTES ? read(last.key(), 0, (int) end + 1) : null;
        long covered = 0;
        long next = 0;
        for (NeededBlocks volume : volumes) {
            SectionRef ref = volume.inventory();
            byte[] bytes = section(whole, ref);
            Volume checked = check(volume, ref, bytes);
            if (checked != null) {
                if (ref.offset() == next) {
                    covered += ref.lengthBytes();
                    next = ref.offset() + ref.lengthBytes();
                }
                consumer.accept(checked);
            }
        }
        if (whole != null && covered == whole.length) {
            findings.hashedObjects.increment();
        }
    }

    private byte[] section(byte @Nullable [] whole, SectionRef ref) {
        if (whole == null) {
            return read(ref.key(), ref.offset(), ref.lengthBytes());
        }
        int from = (int) Math.min(whole.length, ref.offset());
        return Arrays.copyOfRange(whole, from, (int) Math.min(whole.length, ref.offset() + ref.lengthBytes()));
    }

    private byte[] read(ObjectKey key, long offset, int length) {
        byte[] bytes = new byte[length];
        int read = ranges.read(key, offset, length, bytes);
        return read == length ? bytes : Arrays.copyOf(bytes, Math.max(0, read));
    }

    private void checkFill(NeededBlocks volume, InventorySection section) {
        for (NeededBlocks.Run run : volume.runs()) {
            long blockBytes = volume.manifest().blockBytes(Layout.purpose(run.stream()));
            for (int i = run.needed().nextSetBit(0); i >= 0; i = run.needed().nextSetBit(i + 1)) {
                int contentBytes = section.contentBytes(run.at() + i);
                if ((16L * contentBytes + blockBytes - 1) / blockBytes != run.filled()[i]) {
                    findings.damaged(
                            volume.volume(),
                            "a needed-set says that " + run.filled()[i] + " sixteenths of block "
                                    + (run.firstBlock() + i) + " of " + run.stream() + " are filled, but it has "
                                    + contentBytes + " bytes by its inventory");
                    break;
                }
            }
        }
    }

    private @Nullable Volume check(NeededBlocks volume, SectionRef ref, byte[] bytes) {
        if (!Sha256.hex(bytes).equals(ref.sha256())) {
            if (!findings.isAbsent(ref.key())) {
                findings.damaged(
                        ref.key(),
                        "the section of " + volume.volume() + " at " + ref.offset()
                                + " has other bytes than its hash says; the blocks of that volume cannot be found");
            }
            return null;
        }
        try {
            InventorySection section = InventorySection.read(bytes, ref, volume.volume());
            for (NeededBlocks.Run run : volume.runs()) {
                if (run.at() > section.blockCount() - run.count()) {
                    throw new IntegrityException("it has " + section.blockCount() + " blocks, but "
                            + (run.at() + (long) run.count()) + " are named");
                }
            }
            if (volume.sizeBytes() >= 0 && volume.sizeBytes() != section.sizeBytes()) {
                throw new IntegrityException(
                        "it says " + section.sizeBytes() + " bytes, the needed-set " + volume.sizeBytes());
            }
            checkFill(volume, section);
            return new Volume(volume, section);
        } catch (IntegrityException e) {
            findings.damaged(ref.key(), "the section of " + volume.volume() + ": " + e.getMessage());
            return null;
        }
    }
}
