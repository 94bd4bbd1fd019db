package dev.holdfast.core.fetch;

import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.repository.BlockPlace;
import dev.holdfast.core.work.MemoryAccount;
import dev.holdfast.core.work.Workers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Fetches sealed blocks in few ranged reads, several at a time, and hands each block to a computing thread. Neighbouring
 * blocks are read together, with what lies between them if that is short. The memory account bounds how much is under way.
 * Once the work has failed nothing waits for memory any more, for what was dropped gives its own back. For one thread.
 */
public final class BlockFetcher {

    static final int RANGE_BYTES = NearBlocks.RANGE_BYTES;

    /** A block that is wanted, and what to do with it. */
    public interface Wanted {

        BlockPlace place();

        /**
         * Takes the sealed block, on a computing thread. What it throws ends everything.
         *
         * @param sealed over an array; valid during the call only
         */
        void arrived(ByteBuffer sealed);

        /** Takes the news that the block is not there: the volume is missing or too short. */
        void lost(IntegrityException cause);
    }

    private final StoredRanges ranges;
    private final Workers workers;
    private final MemoryAccount memory;
    private final InFlight work;
    private final Semaphore transfers;
    private final ConcurrentLinkedDeque<byte[]> buffers = new ConcurrentLinkedDeque<>();

    public BlockFetcher(StoredRanges ranges, Workers workers, MemoryAccount memory, InFlight work) {
        this.ranges = ranges;
        this.workers = workers;
        this.memory = memory;
        this.work = work;
        this.transfers = new Semaphore(workers.transferCount());
    }

    /**
     * Begins to fetch blocks; waits for memory, not for the blocks.
     *
     * @param wanted in any order; sorted here
     * @throws CancelledException if the thread is interrupted
     */
    public void fetch(List<? extends Wanted> wanted) {
        NearBlocks.<Wanted>group(wanted, Wanted::place).forEach(this::fetchTogether);
    }

    private void fetchTogether(List<Wanted> blocks) {
        work.check();
        BlockPlace first = blocks.get(0).place();
        int length = NearBlocks.lengthBytes(first, blocks.get(blocks.size() - 1).place());
        // All of one size, so that each is used again: arrays as large as these, once dropped, are long in going.
        int bufferBytes = Math.max(length, RANGE_BYTES);
        long taken = Math.min(bufferBytes, memory.budgetBytes());
        memory.take(taken);
        try {
            transfers.acquire();
        } catch (InterruptedException e) {
            memory.giveBack(taken);
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while waiting for the store", e);
        }
        Range range = new Range(blocks, first, length, bufferBytes, taken);
        work.submit(workers.transfers(), range::read, () -> {
            transfers.release();
            range.done();
        });
    }

    /** Blocks that are read at once. */
    private final class Range {

        private final List<Wanted> blocks;
        private final BlockPlace first;
        private final int length;
        private final int bufferBytes;
        private final long taken;
        /** The read itself and the blocks that it has handed on. */
        private final AtomicInteger left = new AtomicInteger(1);

        private volatile byte @Nullable [] buffer;

        Range(List<Wanted> blocks, BlockPlace first, int length, int bufferBytes, long taken) {
            this.blocks = blocks;
            this.first = first;
            this.length = length;
            this.bufferBytes = bufferBytes;
            this.taken = taken;
        }

        void read() {
            byte[] pooled = bufferBytes == RANGE_BYTES ? buffers.pollFirst() : null;
            byte[] bytes = pooled == null ? new byte[bufferBytes] : pooled;
            buffer = bytes;
            int[] read = new int[1];
            work.interruptibly(() -> read[0] = ranges.read(first.volume(), first.offset(), length, bytes));
            for (Wanted block : blocks) {
                left.incrementAndGet();
                work.submit(workers.computing(), () -> hand(block, bytes, read[0]), this::done);
            }
        }

        private void hand(Wanted block, byte[] bytes, int read) {
            int offset = (int) (block.place().offset() - first.offset());
            int sealedBytes = block.place().sealedBytes();
            if (offset + sealedBytes <= read) {
                block.arrived(ByteBuffer.wrap(bytes, offset, sealedBytes).slice());
            } else {
                block.lost(absence(block.place(), read));
            }
        }

        /** Of the read, or of one block, whether it was handed on, failed or was dropped. */
        void done() {
            if (left.decrementAndGet() == 0) {
                byte[] bytes = buffer;
                if (bytes != null && bytes.length == RANGE_BYTES) {
                    buffers.addFirst(bytes);
                }
                memory.giveBack(taken);
            }
        }

        private IntegrityException absence(BlockPlace place, int read) {
            String object = "volume " + place.volume() + " of " + ranges.describe();
            return new IntegrityException(
                    read == StoredRanges.ABSENT
                            ? object + " is missing"
                            : object + " is truncated: expected a block of " + place.sealedBytes() + " bytes at "
                                    + place.offset() + ", found the end at " + (first.offset() + read));
        }
    }
}
