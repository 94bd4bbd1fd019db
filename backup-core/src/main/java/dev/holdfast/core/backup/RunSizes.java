package dev.holdfast.core.backup;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.core.block.BlockWriter;
import dev.holdfast.core.work.Workers;

/**
 * How a run divides its memory.
 *
 * @param bufferBytes for blocks and volumes
 * @param indexBytes for finding chunks of earlier runs and spilled ones
 * @param tableChunks how many new chunks are held in memory
 */
record RunSizes(long bufferBytes, long indexBytes, int tableChunks) {

    /** A chunk in the table, and its bucket. */
    private static final int TABLE_CHUNK_BYTES = 64;

    static RunSizes of(Workers workers, long volumeBytes, ChainState chain) {
        long readers = (long) workers.threads() * ContentReader.WINDOW_BYTES;
        long index = workers.memoryBytes() / 5;
        long buffers = workers.memoryBytes() - index - readers;
        // Each worker may hold a block, another one may be sealed for it; the catalog has one; two volumes are open,
        // one is stored.
        long least = (workers.threads() + 1L) * BlockWriter.memoryBytes(chain.blockBytes())
                + 2 * BlockWriter.memoryBytes(chain.catalogBlockBytes())
                + 3 * (volumeBytes + (1 << 20));
        if (buffers < least) {
            throw new ConfigurationException("volumes of " + volumeBytes + " bytes and " + workers.threads()
                    + " threads need at least " + (least + readers) * 5 / 4 + " bytes of memory, but only "
                    + workers.memoryBytes() + " are allowed; allow more memory, or make volumes or threads fewer");
        }
        return new RunSizes(buffers, index, Math.toIntExact(Math.min(1 << 20, index / 2 / TABLE_CHUNK_BYTES)));
    }
}
