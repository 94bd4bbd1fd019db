package dev.holdfast.core.backup;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.core.backup.chain.ChainState;
import dev.holdfast.core.backup.content.ContentReader;
import dev.holdfast.core.backup.write.RunStreams;
import dev.holdfast.core.block.BlockWriter;
import dev.holdfast.core.work.Workers;

/**
 * How a run divides its memory.
 *
 * @param bufferBytes for blocks and volumes
 * @param indexBytes for finding chunks of earlier runs and spilled ones
 * @param tableChunks how many new chunks are held in memory
 */
public record RunSizes(long bufferBytes, long indexBytes, int tableChunks) {

    /** A chunk in the table, and its bucket. */
    private static final int TABLE_CHUNK_BYTES = 64;

    private static final int SLACK_BYTES = 1 << 20;

    static RunSizes of(Workers workers, long volumeBytes, ChainState chain) {
        long readers = (long) workers.threads() * ContentReader.WINDOW_BYTES;
        long index = workers.memoryBytes() / 5;
        long buffers = workers.memoryBytes() - index - readers;
        long least = leastBuffers(workers.threads(), volumeBytes, chain.blockBytes(), chain.catalogBlockBytes());
        if (buffers < least) {
            throw new ConfigurationException("volumes of " + volumeBytes + " bytes and " + workers.threads()
                    + " threads need at least " + (least + readers) * 5 / 4 + " bytes of memory, but only "
                    + workers.memoryBytes() + " are allowed; allow more memory, or make volumes or threads fewer");
        }
        return new RunSizes(buffers, index, Math.toIntExact(Math.min(1 << 20, index / 2 / TABLE_CHUNK_BYTES)));
    }

    /**
     * Each thread may fill a block while another one of its own is sealed, and so may the caller's; the catalog has
     * one. Of volumes of content, one is open and one is stored; so of the catalog.
     */
    private static long leastBuffers(int threads, long volumeBytes, int blockBytes, int catalogBlockBytes) {
        return (threads + 1L) * BlockWriter.memoryBytes(blockBytes)
                + 2 * BlockWriter.memoryBytes(catalogBlockBytes)
                + 2 * (volumeBytes + SLACK_BYTES)
                + 2 * (Math.min(volumeBytes, RunStreams.MAX_CATALOG_VOLUME_BYTES) + SLACK_BYTES);
    }

    /** The most threads, at least one, that a bound of memory is enough for. */
    public static int threadsFor(long memoryBytes, long volumeBytes, int processors) {
        int threads = processors;
        while (threads > 1
                && memoryBytes - memoryBytes / 5 - (long) threads * ContentReader.WINDOW_BYTES
                        < leastBuffers(threads, volumeBytes, ChainState.BLOCK_BYTES, ChainState.CATALOG_BLOCK_BYTES)) {
            threads--;
        }
        return threads;
    }
}
