package dev.holdfast.core.block;

import dev.holdfast.api.storage.ObjectKey;
import java.util.List;

/**
 * A volume that was stored and confirmed.
 *
 * @param firstBlock number of its first block in the stream
 * @param blocks in the order in which they lie in it
 */
public record WrittenVolume(ObjectKey key, long sizeBytes, int firstBlock, List<WrittenBlock> blocks) {

    /** A volume has at most so many blocks; their masks then fit into a line of the needed-set. */
    public static final int MAX_BLOCKS = 3_072;

    public WrittenVolume {
        blocks = List.copyOf(blocks);
    }
}
