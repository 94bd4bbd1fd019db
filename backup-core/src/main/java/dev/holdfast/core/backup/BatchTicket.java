package dev.holdfast.core.backup;

import dev.holdfast.api.error.BackupException;
import dev.holdfast.api.error.CancelledException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/** A batch of files on its way through the workers. Thread-safe. */
final class BatchTicket {

    private final FileBatch batch;
    private final FutureTask<Boolean> task;
    private final Runnable submission;
    private boolean submitted;

    /**
     * @param work reads the batch
     * @param workers run it when it is submitted
     */
    BatchTicket(FileBatch batch, Runnable work, Executor workers) {
        this.batch = batch;
        this.task = new FutureTask<>(work, true);
        this.submission = () -> workers.execute(task);
    }

    FileBatch batch() {
        return batch;
    }

    /** Hands the batch to the workers; nothing can be added to it any more. */
    void submit() {
        if (!submitted) {
            submitted = true;
            submission.run();
        }
    }

    /** Whether nothing can be added to the batch any more. */
    boolean isSubmitted() {
        return submitted;
    }

    boolean isDone() {
        return task.isDone();
    }

    /** Keeps the batch from being begun; one that is being read goes on. */
    void cancel() {
        task.cancel(false);
    }

    /** Waits until the batch is read; reads it here if no worker has begun. */
    void await() {
        submitted = true;
        task.run();
        try {
            task.get();
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
            throw new IllegalStateException("reading files failed", e.getCause());
        }
    }
}
