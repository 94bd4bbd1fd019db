package dev.holdfast.api.error;

import org.jspecify.annotations.Nullable;

/**
 * A secret key or passphrase is missing or wrong. Names the keys that would help.
 */
public final class KeyException extends BackupException {

    private static final long serialVersionUID = 1;

    public KeyException(String message) {
        this(message, null);
    }

    public KeyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
