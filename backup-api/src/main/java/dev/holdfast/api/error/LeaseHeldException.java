package dev.holdfast.api.error;

import org.jspecify.annotations.Nullable;

/**
 * Another writer is at work in the repository.
 */
public final class LeaseHeldException extends BackupException {

    private static final long serialVersionUID = 1;

    public LeaseHeldException(String message) {
        this(message, null);
    }

    public LeaseHeldException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
