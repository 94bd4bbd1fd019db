package dev.holdfast.api.storage;

import org.jspecify.annotations.Nullable;

/** There is no object under the key. */
public final class ObjectNotFoundException extends PermanentStorageException {

    private static final long serialVersionUID = 1;

    public ObjectNotFoundException(ObjectKey key, String store) {
        this(key, store, null);
    }

    public ObjectNotFoundException(ObjectKey key, String store, @Nullable Throwable cause) {
        super("no object " + key + " in " + store, cause);
    }
}
