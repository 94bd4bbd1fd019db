package dev.holdfast.core.storage;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.ObjectNotFoundException;
import dev.holdfast.api.storage.PermanentStorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Objects in the heap, for tests and examples. They live as long as the instance: closing it changes nothing, so one
 * instance can be given to one repository after the other. An object is at most 2 GiB. Thread-safe.
 */
public final class MemoryStorage implements ConditionalStorage {

    private final ConcurrentNavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();
    private final AtomicLong versions = new AtomicLong();

    private MemoryStorage() {}

    /** A new, empty store. */
    public static MemoryStorage create() {
        return new MemoryStorage();
    }

    private record Stored(ObjectInfo info, byte[] bytes) {}

    @Override
    public ObjectInfo put(ObjectKey key, ObjectBody body, ObjectKind kind) throws IOException {
        Stored stored = read(key, body);
        objects.put(key.value(), stored);
        return stored.info();
    }

    @Override
    public Optional<ObjectInfo> putIfAbsent(ObjectKey key, ObjectBody body, ObjectKind kind) throws IOException {
        Stored stored = read(key, body);
        return objects.putIfAbsent(key.value(), stored) == null ? Optional.of(stored.info()) : Optional.empty();
    }

    @Override
    public Optional<ObjectInfo> replace(ObjectKey key, ObjectBody body, ObjectKind kind, String version)
            throws IOException {
        Stored stored = read(key, body);
        Stored now = objects.computeIfPresent(
                key.value(), (k, seen) -> seen.info().version().equals(version) ? stored : seen);
        return now == stored ? Optional.of(stored.info()) : Optional.empty();
    }

    private Stored read(ObjectKey key, ObjectBody body) throws IOException {
        if (body.sizeBytes() > Integer.MAX_VALUE - 8) {
            throw new PermanentStorageException(
                    "cannot keep object " + key + " of " + body.sizeBytes() + " bytes in memory; the limit is 2 GiB");
        }
        int sizeBytes = (int) body.sizeBytes();
        byte[] bytes;
        boolean tooLong;
        try (InputStream in = body.open()) {
            bytes = in.readNBytes(sizeBytes);
            tooLong = in.read() >= 0;
        }
        if (tooLong || bytes.length < sizeBytes) {
            throw new PermanentStorageException("the body of object " + key + " has "
                    + (tooLong ? "more than the announced " : bytes.length + " instead of the announced ") + sizeBytes
                    + " bytes");
        }
        return new Stored(ObjectInfo.of(key, sizeBytes, Long.toString(versions.incrementAndGet())), bytes);
    }

    @Override
    public InputStream open(ObjectKey key, ByteRange range) throws IOException {
        Stored stored = objects.get(key.value());
        if (stored == null) {
            throw new ObjectNotFoundException(key, describe());
        }
        int sizeBytes = stored.bytes().length;
        if (range.offset() > 0 && range.offset() >= sizeBytes) {
            throw new PermanentStorageException("cannot read object " + key + " from offset " + range.offset()
                    + ": it has only " + sizeBytes + " bytes");
        }
        int offset = (int) range.offset();
        return new ByteArrayInputStream(stored.bytes(), offset, (int) Math.min(range.length(), sizeBytes - offset));
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) {
        return Optional.ofNullable(objects.get(key.value())).map(Stored::info);
    }

    @Override
    public Stream<ObjectInfo> list(String prefix, String startAfter) {
        NavigableMap<String, Stored> from =
                startAfter.compareTo(prefix) < 0 ? objects.tailMap(prefix, true) : objects.tailMap(startAfter, false);
        return from.entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> entry.getValue().info());
    }

    @Override
    public void delete(Collection<ObjectKey> keys) {
        keys.forEach(key -> objects.remove(key.value()));
    }

    @Override
    public boolean outlivesProcess() {
        return false;
    }

    @Override
    public String describe() {
        return "memory:/";
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return describe();
    }
}
