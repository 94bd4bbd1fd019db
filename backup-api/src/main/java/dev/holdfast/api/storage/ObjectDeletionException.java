package dev.holdfast.api.storage;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some objects could not be deleted; all others that were asked for are gone. */
public final class ObjectDeletionException extends IOException {

    private static final long serialVersionUID = 1;

    private final transient List<ObjectKey> keys;

    /** @param keys those that are still there, at least one */
    public ObjectDeletionException(String message, Collection<ObjectKey> keys, @Nullable Throwable cause) {
        super(message + ": " + keys, cause);
        this.keys = List.copyOf(keys);
    }

    public List<ObjectKey> keys() {
        return keys;
    }
}
