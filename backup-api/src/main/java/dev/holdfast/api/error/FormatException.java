package dev.holdfast.api.error;

import org.jspecify.annotations.Nullable;

/**
 * The repository, or an object in it, is of a newer format than this version reads, or needs a cipher or archive format
 * that is not at hand.
 */
public final class FormatException extends BackupException {

    private static final long serialVersionUID = 1;

    public FormatException(String message) {
        this(message, null);
    }

    public FormatException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
