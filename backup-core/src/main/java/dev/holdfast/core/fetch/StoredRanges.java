package dev.holdfast.core.fetch;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectNotFoundException;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.api.storage.ThawingStorage.ObjectFrozenException;
import dev.holdfast.core.store.ErrorTranslation;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Reads stretches of stored objects and counts the bytes. Thread-safe. Does not close the storage. */
public final class StoredRanges {

    /** What {@link #read} gives where there is no such object. */
    public static final int ABSENT = -1;

    private final Storage storage;
    private final LongAdder fetchedBytes = new LongAdder();

    /** @param storage that repeats failed calls by itself */
    public StoredRanges(Storage storage) {
        this.storage = storage;
    }

    /**
     * Reads bytes into the beginning of an array.
     *
     * @return how many there are: fewer than asked for where the object ends earlier, {@link #ABSENT} if there is none
     * @throws dev.holdfast.api.error.StorageException if the store fails
     * @throws dev.holdfast.api.error.CancelledException if the thread was interrupted
     */
    public int read(ObjectKey key, long offset, int length, byte[] target) {
        try (InputStream in = storage.open(key, ByteRange.of(offset, length))) {
            int read = in.readNBytes(target, 0, length);
            fetchedBytes.add(read);
            return read;
        } catch (ObjectNotFoundException e) {
            return ABSENT;
        } catch (PermanentStorageException e) {
            if (!(e instanceof ObjectFrozenException)
                    && sizeBytes(key).filter(size -> size <= offset).isPresent()) {
                return 0;
            }
            throw ErrorTranslation.translate(e, tried(key));
        } catch (IOException e) {
            throw ErrorTranslation.translate(e, tried(key));
        }
    }

    private Optional<Long> sizeBytes(ObjectKey key) {
        try {
            return storage.stat(key).map(ObjectInfo::sizeBytes);
        } catch (IOException e) {
            throw ErrorTranslation.translate(e, tried(key));
        }
    }

    private String tried(ObjectKey key) {
        return "read " + key + " of " + storage.describe();
    }

    /** The store, for messages. */
    public String describe() {
        return storage.describe();
    }

    /** Bytes read so far. */
    public long fetchedBytes() {
        return fetchedBytes.sum();
    }
}
