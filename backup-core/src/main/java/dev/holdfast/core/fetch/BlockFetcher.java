package dev.holdfast.core.fetch;

import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.fetch.NearBlocks.Piece;
import dev.holdfast.core.fetch.NearBlocks.Run;
import dev.holdfast.core.repository.BlockPlace;
import dev.holdfast.core.work.MemoryAccount;
import dev.holdfast.core.work.Workers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fetches sealed blocks in few requests, several at a time, and hands each block to a computing thread. Neighbouring
 * blocks are read together, with what lies between them if that is short. The memory account bounds how much is under
 * way. Once the work has failed nothing waits for memory any more, for what was dropped gives its own back. For one
 * thread.
 */
public final class BlockFetcher {

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
     * Begins to fetch blocks; waits until the last request may be made, not for the blocks.
     *
     * @param wanted in any order; sorted here
     * @throws CancelledException if the thread is interrupted
     */
    public void fetch(List<? extends Wanted> wanted) {
        NearBlocks.<Wanted>group(wanted, Wanted::place).forEach(this::begin);
    }

    private void begin(Run<Wanted> run) {
        work.check();
        try {
            transfers.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while waiting for the store", e);
        }
        work.submit(workers.transfers(), () -> work.interruptibly(() -> read(run)), transfers::release);
    }

    /**
     * Reads piece after piece, as memory comes free; what is read meanwhile waits at the store's end of the connection.
     */
    private void read(Run<Wanted> run) {
        try (StoredRanges.Stretch stretch = ranges.open(run.volume(), run.offset(), run.lengthBytes())) {
            for (Piece<Wanted> piece : run.pieces()) {
                Arrived arrived = new Arrived(run.volume(), piece);
                try {
                    arrived.read(stretch);
                } finally {
                    arrived.done();
                }
                if (work.isStopped()) {
                    return;
                }
            }
        }
    }

    /** Blocks that share a buffer. Its memory is taken until the last one is done, or dropped. */
    private final class Arrived {

        private final ObjectKey volume;
        private final Piece<Wanted> piece;
        private final byte[] bytes;
        private final long taken;
        /** The read itself and the blocks that it has handed on. */
        private final AtomicInteger left = new AtomicInteger(1);

        Arrived(ObjectKey volume, Piece<Wanted> piece) {
            this.volume = volume;
            this.piece = piece;
            // All of one size, so that each is used again: arrays as large as these, once dropped, are long in going.
            int bufferBytes = Math.max(piece.lengthBytes(), NearBlocks.PIECE_BYTES);
            taken = Math.min(bufferBytes, memory.budgetBytes());
            memory.take(taken);
            byte[] pooled = bufferBytes == NearBlocks.PIECE_BYTES ? buffers.pollFirst() : null;
            bytes = pooled == null ? new byte[bufferBytes] : pooled;
        }

        void read(StoredRanges.Stretch stretch) {
            int read = stretch.read(piece.offset(), piece.lengthBytes(), bytes);
            for (Wanted block : piece.blocks()) {
                left.incrementAndGet();
                work.submit(workers.computing(), () -> hand(block, read), this::done);
            }
        }

        private void hand(Wanted block, int read) {
            int offset = (int) (block.place().offset() - piece.offset());
            int sealedBytes = block.place().sealedBytes();
            if (offset + sealedBytes <= read) {
                block.arrived(ByteBuffer.wrap(bytes, offset, sealedBytes).slice());
            } else {
                String expected = "a block of " + sealedBytes + " bytes at "
                        + block.place().offset();
                block.lost(ranges.shortfall(volume, expected, piece.offset(), read));
            }
        }

        void done() {
            if (left.decrementAndGet() == 0) {
                if (bytes.length == NearBlocks.PIECE_BYTES) {
                    buffers.addFirst(bytes);
                }
                memory.giveBack(taken);
            }
        }
    }
}
