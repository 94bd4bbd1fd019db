package dev.holdfast.api.error;

import org.jspecify.annotations.Nullable;

/**
 * There is no such repository, snapshot, path or source.
 */
public final class NotFoundException extends BackupException {

    private static final long serialVersionUID = 1;

    public NotFoundException(String message) {
        this(message, null);
    }

    public NotFoundException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
