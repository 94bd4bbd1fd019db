package dev.holdfast.api.storage;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a store says of an object. Immutable. */
public final class ObjectInfo {

    private final ObjectKey key;
    private final long sizeBytes;
    private final String version;
    private final @Nullable String storageClass;
    private final @Nullable Instant storedAt;

    private ObjectInfo(
            ObjectKey key, long sizeBytes, String version, @Nullable String storageClass, @Nullable Instant storedAt) {
        this.key = Objects.requireNonNull(key, "key");
        this.version = Objects.requireNonNull(version, "version");
        this.storageClass = storageClass;
        this.storedAt = storedAt;
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("sizeBytes of " + key + " is " + sizeBytes);
        }
        this.sizeBytes = sizeBytes;
    }

    /**
     * @param version an opaque token that differs whenever the object's bytes differ (an ETag); empty if the store has
     *     none
     */
    public static ObjectInfo of(ObjectKey key, long sizeBytes, String version) {
        return new ObjectInfo(key, sizeBytes, version, null, null);
    }

    /** The same with the store's name for the class that the object lies in. */
    public ObjectInfo inStorageClass(String name) {
        return new ObjectInfo(key, sizeBytes, version, name, storedAt);
    }

    /** The same with the time, by the store's clock, at which the object was stored. */
    public ObjectInfo storedAt(Instant time) {
        return new ObjectInfo(key, sizeBytes, version, storageClass, time);
    }

    public ObjectKey key() {
        return key;
    }

    public long sizeBytes() {
        return sizeBytes;
    }

    public String version() {
        return version;
    }

    /** The store's name for the class that the object lies in, where it has classes. */
    public Optional<String> storageClass() {
        return Optional.ofNullable(storageClass);
    }

    /**
     * When the object was stored, by the store's clock, where listing and looking tell; the answer to a put need not.
     */
    public Optional<Instant> storedAt() {
        return Optional.ofNullable(storedAt);
    }

    @Override
    public String toString() {
        return key + " (" + sizeBytes + " bytes)";
    }
}
