package dev.holdfast.api.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A failure that repeating the call cannot cure: access denied, no such bucket, no space left, a bad range. Any other
 * {@link IOException} of a storage may be retried.
 */
public class PermanentStorageException extends IOException {

    private static final long serialVersionUID = 1;

    public PermanentStorageException(String message) {
        this(message, null);
    }

    public PermanentStorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
