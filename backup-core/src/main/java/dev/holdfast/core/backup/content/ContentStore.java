package dev.holdfast.core.backup.content;

import dev.holdfast.core.block.BlockWriter;
import dev.holdfast.core.block.OpenBlock;
import dev.holdfast.core.work.UninterruptibleWait;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Takes filled blocks and has them sealed: on a worker that has nothing else to do, otherwise at once by the caller. So
 * one large file keeps all cores busy, and many small ones need no hand-over. Thread-safe.
 */
public final class ContentStore {

    private final BlockWriter blocks;
    private final ThreadPoolExecutor workers;
    private final Runnable interrupted;
    private int sealing;

    /** @param interrupted hears that a thread was interrupted which waits until blocks are sealed all the same */
    public ContentStore(BlockWriter blocks, ThreadPoolExecutor workers, Runnable interrupted) {
        this.blocks = blocks;
        this.workers = workers;
        this.interrupted = interrupted;
    }

    public BlockWriter blocks() {
        return blocks;
    }

    public void seal(OpenBlock block) {
        if (block.isEmpty()) {
            blocks.drop(block);
            return;
        }
        boolean idle = workers.getQueue().isEmpty() && workers.getActiveCount() < workers.getMaximumPoolSize();
        if (!idle) {
            blocks.seal(block);
            return;
        }
        synchronized (this) {
            sealing++;
        }
        try {
            workers.execute(() -> sealHandedOver(block));
        } catch (IllegalStateException e) {
            // The workers were closed.
            sealHandedOver(block);
        }
    }

    private void sealHandedOver(OpenBlock block) {
        try {
            blocks.seal(block);
        } catch (RuntimeException | Error e) {
            // Whoever waits for the block's number gets it.
        } finally {
            synchronized (this) {
                sealing--;
                notifyAll();
            }
        }
    }

    /** Waits until nothing is being sealed, which is soon if the store takes what comes. */
    public synchronized void awaitSealed() {
        UninterruptibleWait.until(this, () -> sealing == 0, interrupted);
    }
}
