package dev.holdfast.core.backup.content;

import dev.holdfast.api.error.BackupException;
import dev.holdfast.api.error.CancelledException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A batch of files on its way through the workers. Thread-safe. */
public final class BatchTicket {

    private final FileBatch batch;
    private final FutureTask<Boolean> task;
    private final Runnable submission;
    private boolean submitted;

    /**
     * @param work reads the batch
     * @param workers run it when it is submitted
     */
    public BatchTicket(FileBatch batch, Runnable work, Executor workers) {
        this.batch = batch;
        this.task = new FutureTask<>(work, true);
        this.submission = () -> workers.execute(task);
    }

    public FileBatch batch() {
        return batch;
    }

    /** Hands the batch to the workers; nothing can be added to it any more. */
    public void submit() {
        if (!submitted) {
            submitted = true;
            submission.run();
        }
    }

    /** Whether nothing can be added to the batch any more. */
    public boolean isSubmitted() {
        return submitted;
    }

    public boolean isDone() {
        return task.isDone();
    }

    /** Keeps the batch from being begun; one that is being read goes on. */
    public void cancel() {
        task.cancel(false);
    }

    /**
     * Waits until the batch is read, or for a while; reads it here if no worker has begun.
     *
     * @return whether it is read
     */
    public boolean await(Duration atMost) {
        submitted = true;
        task.run();
        try {
            task.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while files were being read", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BackupException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException("reading files failed: " + e.getCause(), e.getCause());
        }
    }
}
