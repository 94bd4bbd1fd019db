package dev.holdfast.api.storage;

import org.jspecify.annotations.Nullable;

/** The object lies in an archive class and must be thawed before it can be read; see {@link ThawingStorage}. */
public final class ObjectFrozenException extends PermanentStorageException {

    private static final long serialVersionUID = 1;

    public ObjectFrozenException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
