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

    public WrittenVolume {
        blocks = List.copyOf(blocks);
    }
}
