package dev.holdfast.core.status;

import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.manifest.SectionRef;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What is needed of one volume, by whichever snapshot. Filled by one thread.
 *
 * @param inventory where the hashes and lengths of its blocks stand
 * @param sizeBytes of the volume; -1 where only its inventory says it
 * @param manifest of a snapshot that needs it, and so of its chain: names cipher, archive format and block sizes
 * @param runs grow while it is filled
 */
public record NeededBlocks(ObjectKey volume, SectionRef inventory, long sizeBytes, Manifest manifest, List<Run> runs) {

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

    NeededBlocks(ObjectKey volume, SectionRef inventory, long sizeBytes, Manifest manifest) {
        this(volume, inventory, sizeBytes, manifest, new ArrayList<>(1));
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
