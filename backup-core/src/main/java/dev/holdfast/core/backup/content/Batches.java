package dev.holdfast.core.backup.content;

import dev.holdfast.core.work.UninterruptibleWait;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;

/**
 * Puts files together for the workers: small ones as many as fill a block, a larger one alone. For one thread.
 */
public final class Batches {

    /** Files up to this size share blocks; larger ones have blocks of their own. */
    public static final long SMALL_FILE_BYTES = 256 << 10;

    private static final int MAX_FILES = 2_000;

    private final Consumer<FileBatch> reading;
    private final ThreadPoolExecutor workers;
    private final long batchBytes;
    private final Runnable interrupted;
    private final Deque<BatchTicket> underWay = new ArrayDeque<>();
    private BatchTicket open;
    private int running;
    private boolean stopped;

    /**
     * @param reading reads a batch
     * @param batchBytes no batch of small files has more
     * @param interrupted hears that a thread was interrupted which waits for what is being read all the same
     */
    public Batches(Consumer<FileBatch> reading, ThreadPoolExecutor workers, long batchBytes, Runnable interrupted) {
        this.reading = reading;
        this.workers = workers;
        this.batchBytes = batchBytes;
        this.interrupted = interrupted;
        this.open = newTicket();
    }

    private BatchTicket newTicket() {
        FileBatch batch = new FileBatch();
        return new BatchTicket(batch, () -> read(batch), workers);
    }

    private void read(FileBatch batch) {
        synchronized (this) {
            if (stopped) {
                return;
            }
            running++;
        }
        try {
            reading.accept(batch);
        } finally {
            synchronized (this) {
                running--;
                notifyAll();
            }
        }
    }

    /** Takes a file; the ticket tells when it was read. */
    public BatchTicket add(FileTask file) {
        if (file.stream != null || file.expectedBytes() > SMALL_FILE_BYTES) {
            BatchTicket alone = newTicket();
            alone.batch().add(file);
            submit(alone);
            return alone;
        }
        if (open.isSubmitted()) {
            open = newTicket();
        }
        BatchTicket ticket = open;
        ticket.batch().add(file);
        if (ticket.batch().expectedBytes() >= batchBytes || ticket.batch().fileCount() >= MAX_FILES) {
            submit(ticket);
        }
        return ticket;
    }

    private void submit(BatchTicket ticket) {
        while (!underWay.isEmpty() && underWay.peek().isDone()) {
            underWay.remove();
        }
        underWay.add(ticket);
        ticket.submit();
    }

    /** Hands over what there is. */
    public void submit() {
        if (!open.batch().isEmpty() && !open.isSubmitted()) {
            submit(open);
        }
    }

    /** Begins no further batch and waits until none is being read. */
    public void stop() {
        underWay.forEach(BatchTicket::cancel);
        synchronized (this) {
            // One that a worker has just taken may not have come to be counted.
            stopped = true;
            UninterruptibleWait.until(this, () -> running == 0, interrupted);
        }
    }
}
