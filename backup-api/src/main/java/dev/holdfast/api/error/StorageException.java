package dev.holdfast.api.error;

import dev.holdfast.api.storage.PermanentStorageException;
import java.io.IOException;
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

    /**
     * Whether trying the same again cannot help: a right is missing, there is no such bucket, no space is left.
     * Otherwise the store did not answer, or not as it should, and may do so later.
     */
    public boolean isPermanent() {
        for (Throwable cause = getCause(); cause instanceof IOException; cause = cause.getCause()) {
            if (cause instanceof PermanentStorageException) {
                return true;
            }
        }
        return false;
    }
}
