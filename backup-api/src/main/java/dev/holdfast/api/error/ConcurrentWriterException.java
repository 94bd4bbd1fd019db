package dev.holdfast.api.error;

import org.jspecify.annotations.Nullable;

/**
 * Another writer is at work in the repository, or has changed what this run builds on: the snapshots for which a plan
 * was made, for example. What was committed before stays whole. Run the same again, later or with a new plan.
 */
public final class ConcurrentWriterException extends BackupException {

    private static final long serialVersionUID = 1;

    public ConcurrentWriterException(String message) {
        this(message, null);
    }

    public ConcurrentWriterException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
