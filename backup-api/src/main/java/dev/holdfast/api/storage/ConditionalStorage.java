package dev.holdfast.api.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A store that can write under a condition, decided atomically by the store. The repository's log rests on it; on a
 * store without it, two writers at the same moment are not kept apart.
 */
public interface ConditionalStorage extends Storage {

    /**
     * Stores an object if there is none under the key.
     *
     * <p>A repeated try may meet the object that an earlier try stored: an implementation that retries by itself, or
     * whose store answers ambiguously, reads back and compares before it answers.
     *
     * @return what is stored now, or nothing if an object was there, which is unchanged
     */
    Optional<ObjectInfo> putIfAbsent(ObjectKey key, ObjectBody body, ObjectKind kind) throws IOException;

    /**
     * Replaces an object if it is still the one that was seen.
     *
     * @param version {@link ObjectInfo#version()} of the object that was seen
     * @return what is stored now, or nothing if the object is another one or gone, which is unchanged
     */
    Optional<ObjectInfo> replace(ObjectKey key, ObjectBody body, ObjectKind kind, String version) throws IOException;

    /**
     * An object as it was seen.
     *
     * @param bytes all of it, or as many as were asked for
     * @param version under which {@link #replace} replaces it
     */
    record Seen(byte[] bytes, String version) {}

    /**
     * Reads a small object to replace it. A store that gives version and bytes in one answer does so; otherwise the
     * version may be older than the bytes, so that replacing fails and nothing is lost.
     *
     * @param maxBytes no more are read, ≥ 1
     */
    default Optional<Seen> see(ObjectKey key, int maxBytes) throws IOException {
        Optional<ObjectInfo> info = stat(key);
        if (info.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = open(key, ByteRange.ALL)) {
            return Optional.of(new Seen(in.readNBytes(maxBytes), info.get().version()));
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether the store is known to decide conditions itself. Asks the store nothing; true until a write of this
     * instance has shown that the store ignores or refuses conditions. The first conditional write that stores
     * something settles it.
     *
     * <p>While false, the two methods above look, write and look again: they keep apart writers of which one has
     * finished before the other starts, not writers at the same moment. A storage that wraps another passes the answer
     * on.
     */
    default boolean honoursConditions() {
        return true;
    }
}
