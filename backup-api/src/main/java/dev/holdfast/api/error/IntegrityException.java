package dev.holdfast.api.error;

import org.jspecify.annotations.Nullable;

/**
 * Stored bytes are not what they should be: damaged, truncated, missing, forged, or unsigned where a signer is
 * expected. Names the object.
 */
public final class IntegrityException extends BackupException {

    private static final long serialVersionUID = 1;

    public IntegrityException(String message) {
        this(message, null);
    }

    public IntegrityException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
