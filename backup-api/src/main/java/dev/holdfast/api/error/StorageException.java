package dev.holdfast.api.error;

import org.jspecify.annotations.Nullable;

/**
 * The store refused, or kept failing after all retries. Nothing was committed; objects that were already stored are
 * unused and known as such to a later clean-up.
 */
public final class StorageException extends BackupException {

    private static final long serialVersionUID = 1;

    public StorageException(String message) {
        this(message, null);
    }

    public StorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
