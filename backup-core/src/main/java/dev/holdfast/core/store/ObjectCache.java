package dev.holdfast.core.store;

import dev.holdfast.api.storage.ObjectKey;
import java.util.Optional;

/**
 * Keeps copies of clear write-once objects, so that they need not be fetched again. What it gives is checked by its
 * user, so it may be wrong; it may forget anything at any time, and fails for no reason. Thread-safe.
 */
public interface ObjectCache {

    /** Keeps nothing. */
    ObjectCache NONE = new ObjectCache() {
        @Override
        public Optional<byte[]> get(ObjectKey key) {
            return Optional.empty();
        }

        @Override
        public void put(ObjectKey key, byte[] bytes) {}
    };

    Optional<byte[]> get(ObjectKey key);

    /** @param bytes not changed afterwards */
    void put(ObjectKey key, byte[] bytes);
}
