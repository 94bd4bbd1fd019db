package dev.holdfast.core.store;

import dev.holdfast.api.error.BackupException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectDeletionException;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.ObjectNotFoundException;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.core.bytes.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Reads and writes whole objects of a repository. Checks what it reads, says failures as
 * {@link dev.holdfast.api.error.BackupException}s, and counts what it stores. Thread-safe. Does not close the storage.
 */
public final class ObjectStore {

    private final Storage storage;
    private final ObjectCache cache;
    private final StoreCalls calls;
    private final LongAdder objectsPut = new LongAdder();
    private final LongAdder bytesPut = new LongAdder();

    /** As {@link #ObjectStore(Storage, ObjectCache, StoreCalls)}, for who does not watch the calls. */
    public ObjectStore(Storage storage, ObjectCache cache) {
        this(storage, cache, StoreCalls.unwatched());
    }

    /**
     * @param storage that repeats failed calls by itself
     * @param calls takes what is under way
     */
    public ObjectStore(Storage storage, ObjectCache cache, StoreCalls calls) {
        this.storage = storage;
        this.cache = cache;
        this.calls = calls;
    }

    /** For what needs the storage itself, such as ranged reads of volumes. */
    public Storage storage() {
        return storage;
    }

    /** What is under way here; who uses the {@link #storage} itself makes its calls by it. */
    public StoreCalls calls() {
        return calls;
    }

    public String describe() {
        return storage.describe();
    }

    /** The storage's conditional writes, where it has them. */
    public Optional<ConditionalStorage> conditional() {
        return storage instanceof ConditionalStorage conditional ? Optional.of(conditional) : Optional.empty();
    }

    /** Whether the store itself decides conditional writes, as far as it has shown. */
    public boolean decidesConditions() {
        return conditional().map(ConditionalStorage::honoursConditions).orElse(false);
    }

    /**
     * Reads a write-once object, from the cache where it is there.
     *
     * @param sha256 that its bytes must have
     * @param maxBytes that its kind may have
     * @param what names it in messages
     * @throws IntegrityException if it is missing, longer, or other bytes
     */
    public byte[] readVerified(ObjectKey key, String sha256, int maxBytes, String what) {
        Optional<byte[]> cached =
                cache.get(key).filter(bytes -> Sha256.hex(bytes).equals(sha256));
        if (cached.isPresent()) {
            return cached.get();
        }
        byte[] bytes = read(key, maxBytes, what);
        check(bytes, sha256, key, what);
        cache.put(key, bytes);
        return bytes;
    }

    /** Reads a part of a write-once object, of exactly the range's length; an object that ends before it is damaged. */
    public byte[] readVerified(ObjectKey key, ByteRange range, String sha256, String what) {
        byte[] bytes;
        try {
            bytes = fetch(key, range, Math.toIntExact(range.length()), what);
        } catch (IOException e) {
            BackupException reason = ErrorTranslation.reading(e, key, what, describe());
            if (!(e instanceof PermanentStorageException) || !endsBefore(key, range.offset())) {
                throw reason;
            }
            throw new IntegrityException(
                    what + " is truncated: expected bytes " + range.offset() + " to " + (range.end() - 1)
                            + " of the object " + key + " of " + describe() + ", which ends before",
                    reason);
        }
        check(bytes, sha256, key, what);
        return bytes;
    }

    /**
     * What there is of a range; nothing where the store refuses it, for its user checks what it has and says what is
     * wrong.
     */
    public byte[] readAhead(ObjectKey key, ByteRange range, String what) {
        try {
            return fetch(key, range, Math.toIntExact(range.length()), what);
        } catch (PermanentStorageException e) {
            return new byte[0];
        } catch (IOException e) {
            throw ErrorTranslation.reading(e, key, what, describe());
        }
    }

    private boolean endsBefore(ObjectKey key, long offset) {
        try {
            return calls.make(() -> storage.stat(key))
                    .filter(info -> info.sizeBytes() <= offset)
                    .isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** Reads an object of which nothing is known but its limit, and that must be there. */
    public byte[] read(ObjectKey key, int maxBytes, String what) {
        try {
            return fetch(key, ByteRange.ALL, maxBytes, what);
        } catch (IOException e) {
            throw ErrorTranslation.reading(e, key, what, describe());
        }
    }

    /** As {@link #read}, or nothing if it is not there. */
    public Optional<byte[]> readIfPresent(ObjectKey key, int maxBytes, String what) {
        try {
            return Optional.of(fetch(key, ByteRange.ALL, maxBytes, what));
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw ErrorTranslation.reading(e, key, what, describe());
        }
    }

    private byte[] fetch(ObjectKey key, ByteRange range, int maxBytes, String what) throws IOException {
        return calls.make(() -> {
            try (InputStream in = storage.open(key, range)) {
                byte[] bytes = in.readNBytes(maxBytes);
                if (bytes.length == maxBytes && in.read() >= 0) {
                    throw new IntegrityException(what + " is too long: expected at most " + maxBytes
                            + " bytes in the object " + key + " of " + describe());
                }
                return bytes;
            }
        });
    }

    private void check(byte[] bytes, String sha256, ObjectKey key, String what) {
        String found = Sha256.hex(bytes);
        if (!found.equals(sha256)) {
            throw new IntegrityException(what + " is damaged: expected SHA-256 " + sha256 + ", found " + found + " in "
                    + bytes.length + " bytes of the object " + key + " of " + describe()
                    + "; restore that object from another copy of the repository");
        }
    }

    /** Stores a clear write-once object, and keeps it in the cache. */
    public void putClear(ObjectKey key, byte[] bytes) {
        put(key, ObjectBody.of(bytes), ObjectKind.MANIFEST);
        cache.put(key, bytes);
    }

    public ObjectInfo put(ObjectKey key, ObjectBody body, ObjectKind kind) {
        try {
            ObjectInfo info = calls.make(() -> storage.put(key, calls.watched(body), kind));
            count(body.sizeBytes());
            return info;
        } catch (IOException e) {
            throw ErrorTranslation.translate(e, "put " + key + " into " + describe());
        }
    }

    /**
     * Deletes objects; absent ones count as deleted. Other failures than of single objects are thrown.
     *
     * @return those that are still there, with the reason
     */
    public Map<ObjectKey, String> delete(Collection<ObjectKey> keys) {
        try {
            return calls.make(() -> {
                storage.delete(keys);
                return Map.of();
            });
        } catch (ObjectDeletionException e) {
            Throwable told = e;
            while (told instanceof ObjectDeletionException && told.getCause() != null) {
                told = told.getCause();
            }
            String reason = String.valueOf(told.getMessage());
            Map<ObjectKey, String> left = new TreeMap<>();
            e.keys().forEach(key -> left.put(key, reason));
            return left;
        } catch (IOException e) {
            throw ErrorTranslation.translate(e, "delete " + keys.size() + " objects of " + describe());
        }
    }

    private void count(long sizeBytes) {
        objectsPut.increment();
        bytesPut.add(sizeBytes);
    }

    /** The first object of a listing that fits; reads no more of the listing than that. */
    public Optional<ObjectInfo> first(String prefix, Predicate<ObjectKey> fits) {
        try {
            return calls.make(() -> {
                try (Stream<ObjectInfo> list = storage.list(prefix, "")) {
                    return list.filter(info -> fits.test(info.key())).findFirst();
                }
            });
        } catch (IOException e) {
            throw ErrorTranslation.translate(e, "list " + prefix + "* of " + describe());
        } catch (UncheckedIOException e) {
            throw ErrorTranslation.translate(
                    Objects.requireNonNull(e.getCause()), "list " + prefix + "* of " + describe());
        }
    }

    /** The name of something in the store that is no object, if there is anything. */
    public Optional<String> findForeign() {
        try {
            return storage.findForeign();
        } catch (IOException e) {
            throw ErrorTranslation.translate(e, "look for other things in " + describe());
        }
    }

    /** Goes through a listing in ascending order of the keys. */
    public void each(String prefix, Consumer<ObjectInfo> consumer) {
        each(prefix, "", consumer);
    }

    /** Goes through the part of a listing behind a key, in ascending order. */
    public void each(String prefix, String startAfter, Consumer<ObjectInfo> consumer) {
        try (Stream<ObjectInfo> list = storage.list(prefix, startAfter)) {
            list.forEach(consumer);
        } catch (IOException e) {
            throw ErrorTranslation.translate(e, "list " + prefix + "* of " + describe());
        } catch (UncheckedIOException e) {
            throw ErrorTranslation.translate(
                    Objects.requireNonNull(e.getCause()), "list " + prefix + "* of " + describe());
        }
    }

    /** Objects stored through this instance. */
    public long objectsPut() {
        return objectsPut.sum();
    }

    /** Bytes stored through this instance. */
    public long bytesPut() {
        return bytesPut.sum();
    }
}
