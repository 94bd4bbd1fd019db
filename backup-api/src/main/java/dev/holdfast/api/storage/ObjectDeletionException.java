package dev.holdfast.api.storage;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some objects could not be deleted; all others that were asked for are gone. */
public final class ObjectDeletionException extends IOException {

    private static final long serialVersionUID = 1;

    private final transient List<ObjectKey> keys;

    /**
     * @param message is completed with the first key and the number of others
     * @param keys those that are still there, at least one
     * @param cause of the failure, if it is known; a {@link PermanentStorageException} if repeating the call cannot
     *     help any of them
     */
    public ObjectDeletionException(String message, Collection<ObjectKey> keys, @Nullable Throwable cause) {
        super(
                message + ": " + keys.iterator().next()
                        + (keys.size() == 1 ? "" : " and " + (keys.size() - 1) + " more"),
                cause);
        this.keys = List.copyOf(keys);
    }

    /** All that are still there; unmodifiable. */
    public List<ObjectKey> keys() {
        return keys;
    }
}
