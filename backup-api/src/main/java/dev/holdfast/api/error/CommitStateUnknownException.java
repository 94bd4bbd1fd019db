package dev.holdfast.api.error;

import org.jspecify.annotations.Nullable;

/**
 * The final write of a change may or may not have taken effect, and the store could not be asked. Nothing was deleted;
 * opening the repository again shows which.
 */
public final class CommitStateUnknownException extends BackupException {

    private static final long serialVersionUID = 1;

    public CommitStateUnknownException(String message) {
        this(message, null);
    }

    public CommitStateUnknownException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
