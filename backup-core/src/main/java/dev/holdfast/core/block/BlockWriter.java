package dev.holdfast.core.block;

import dev.holdfast.api.archive.ArchiveFormat;
import dev.holdfast.api.cipher.Sealer;
import dev.holdfast.core.bytes.Sha256;
import dev.holdfast.core.work.MemoryAccount;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Turns chunks into the sealed blocks of one stream. Several threads fill and seal blocks at the same time, each its
 * own.
 *
 * <p>Thread-safe. Closes the encoders that it made, not the sealer.
 */
public final class BlockWriter implements AutoCloseable {

    private final ArchiveFormat format;
    private final Sealer sealer;
    private final int blockBytes;
    private final VolumeWriter volumes;
    private final MemoryAccount memory;
    private final BlockSlots slots = new BlockSlots();
    private final ConcurrentLinkedDeque<BlockBuffers> free = new ConcurrentLinkedDeque<>();

    public BlockWriter(
            ArchiveFormat format, Sealer sealer, int blockBytes, VolumeWriter volumes, MemoryAccount memory) {
        this.format = format;
        this.sealer = sealer;
        this.blockBytes = blockBytes;
        this.volumes = volumes;
        this.memory = memory;
    }

    /** What one block takes of the memory account while it is filled and sealed. */
    public static long memoryBytes(int blockBytes) {
        return BlockBuffers.sizeBytes(blockBytes);
    }

    /**
     * An empty block; waits while there is no memory for one, also when interrupted: whoever writes a listing must not
     * lose its place. It must come back through {@link #seal} or {@link #drop}.
     */
    public OpenBlock open() {
        memory.takeUninterruptibly(memoryBytes(blockBytes));
        try {
            BlockBuffers buffers = free.pollFirst();
            return new OpenBlock(
                    buffers == null ? new BlockBuffers(format, sealer, blockBytes) : buffers, slots.open());
        } catch (RuntimeException | Error e) {
            memory.giveBack(memoryBytes(blockBytes));
            throw e;
        }
    }

    /** Encodes, seals and appends a block, after which its number is known. An empty block is dropped. */
    public void seal(OpenBlock block) {
        try {
            if (!block.isEmpty()) {
                BlockBuffers buffers = block.buffers();
                int contentBytes = buffers.content().position();
                ByteBuffer sealed = buffers.seal(sealer, block.chunkLengths(), block.chunkCount());
                byte[] hash = Sha256.of(sealed.array(), sealed.arrayOffset(), sealed.remaining());
                int number = volumes.append(sealed.array(), sealed.remaining(), contentBytes, hash);
                slots.resolve(block.slot(), number);
            }
        } catch (RuntimeException | Error e) {
            // Out of memory, too: somebody waits for the number.
            slots.fail(e);
            throw e;
        } finally {
            drop(block);
        }
    }

    /** Gives an open block's memory back; its number will never be known. */
    public void drop(OpenBlock block) {
        free.addFirst(block.buffers());
        memory.giveBack(memoryBytes(blockBytes));
    }

    /** Block numbers by slot. */
    public BlockSlots slots() {
        return slots;
    }

    @Override
    public void close() {
        for (BlockBuffers buffers = free.pollFirst(); buffers != null; buffers = free.pollFirst()) {
            buffers.close();
        }
    }
}
