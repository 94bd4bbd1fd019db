package dev.holdfast.api.error;

import org.jspecify.annotations.Nullable;

/**
 * The run was interrupted. A backup has recorded a checkpoint where it could; the next run continues from it.
 */
public final class CancelledException extends BackupException {

    private static final long serialVersionUID = 1;

    public CancelledException(String message) {
        this(message, null);
    }

    public CancelledException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
