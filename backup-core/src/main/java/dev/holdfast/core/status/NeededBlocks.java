package dev.holdfast.core.status;

import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.manifest.SectionRef;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What is needed of one volume, by whichever snapshot. Filled by one thread. */
public final class NeededBlocks {

    /**
     * Blocks that follow each other in the volume as they do in their stream.
     *
     * @param stream {@code data/<writer>} or {@code catalog/<writer>}
     * @param firstBlock number in the stream of the first of them
     * @param at its place among the volume's blocks, from 0
     * @param needed by place in the run, from 0
     * @param filled sixteenths of the block size that the content of each needed block is said to reach into, 1 to 16
     */
    public record Run(String stream, int firstBlock, int at, int count, BitSet needed, byte[] filled) {

        /** @return whether nobody has said otherwise of the block */
        boolean need(int i, int sixteenths) {
            boolean agreed = !needed.get(i) || filled[i] == sixteenths;
            needed.set(i);
            filled[i] = (byte) sixteenths;
            return agreed;
        }
    }

    private final ObjectKey volume;
    private final SectionRef inventory;
    private final long sizeBytes;
    private final Manifest manifest;
    private final List<Run> runs = new ArrayList<>(1);

    /**
     * @param sizeBytes of the volume; -1 where only its inventory says it
     * @param manifest of a snapshot that needs it, and so of its chain
     */
    NeededBlocks(ObjectKey volume, SectionRef inventory, long sizeBytes, Manifest manifest) {
        this.volume = volume;
        this.inventory = inventory;
        this.sizeBytes = sizeBytes;
        this.manifest = manifest;
    }

    public ObjectKey volume() {
        return volume;
    }

    /** Where the hashes and lengths of its blocks stand. */
    public SectionRef inventory() {
        return inventory;
    }

    /** Length of the volume; -1 where only its inventory says it. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** The manifest of a snapshot that needs it: names cipher, archive format and block sizes. */
    public Manifest manifest() {
        return manifest;
    }

    public List<Run> runs() {
        return runs;
    }

    /** The run that begins so, made if it is new. */
    Run run(String stream, int firstBlock, int at, int count) {
        for (Run run : runs) {
            if (run.firstBlock() == firstBlock
                    && run.at() == at
                    && run.count() == count
                    && run.stream().equals(stream)) {
                return run;
            }
        }
        Run run = new Run(stream, firstBlock, at, count, new BitSet(count), new byte[count]);
        runs.add(run);
        return run;
    }
}
