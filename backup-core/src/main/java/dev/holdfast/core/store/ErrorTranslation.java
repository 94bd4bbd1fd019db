package dev.holdfast.core.store;

import dev.holdfast.api.error.BackupException;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.FrozenException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectNotFoundException;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.api.storage.ThawingStorage.ObjectFrozenException;
import dev.holdfast.core.failure.Reasons;
import java.io.IOException;
import java.util.List;

/** Makes the library's errors out of a storage's. */
public final class ErrorTranslation {

    private ErrorTranslation() {}

    /** @param tried for people, with the object: {@code put data/… into s3://…} */
    public static BackupException translate(IOException failure, String tried) {
        if (Reasons.isInterrupt(failure)) {
            return new CancelledException("interrupted; tried to " + tried, failure);
        }
        if (failure instanceof ObjectFrozenException) {
            return new FrozenException(Reasons.attempt(tried, failure), List.of(), List.of(), failure);
        }
        if (failure instanceof PermanentStorageException) {
            return new StorageException(Reasons.attempt(tried, failure), failure);
        }
        return new StorageException(
                Reasons.attempt(tried, failure) + "; try again when the store can be reached", failure);
    }

    /** As {@link #translate}, for the reading of an object that must be there. */
    public static BackupException reading(IOException failure, ObjectKey key, String what, String store) {
        if (failure instanceof ObjectNotFoundException) {
            return new IntegrityException(
                    what + " is missing: expected the object " + key + " in " + store
                            + "; it was deleted by something else, or the copy of the repository is incomplete",
                    failure);
        }
        return translate(failure, "read " + what + ", object " + key + " of " + store);
    }
}
