package dev.holdfast.core.fetch;

import dev.holdfast.api.error.IntegrityException;
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
    static final int ABSENT = -1;

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
        try (Stretch stretch = open(key, offset, length)) {
            return stretch.read(offset, length, target);
        }
    }

    /**
     * What is wrong with a volume that has fewer bytes than it should.
     *
     * @param expected what was to be read, for people
     * @param offset from which it was read
     * @param read what {@link #read} has given
     */
    public IntegrityException shortfall(ObjectKey volume, String expected, long offset, int read) {
        String object = "volume " + volume + " of " + storage.describe();
        return new IntegrityException(
                read == ABSENT
                        ? object + " is missing"
                        : object + " is truncated: expected " + expected + ", found the end "
                                + (read > 0 ? "at " + (offset + read) : "before that"));
    }

    /** By one request, what {@link Stretch#read} takes piece by piece; throws as {@link #read} does. */
    Stretch open(ObjectKey key, long offset, long length) {
        try {
            return new Stretch(key, offset, storage.open(key, ByteRange.of(offset, length)), false);
        } catch (ObjectNotFoundException e) {
            return new Stretch(key, offset, InputStream.nullInputStream(), true);
        } catch (PermanentStorageException e) {
            if (!(e instanceof ObjectFrozenException)
                    && sizeBytes(key).filter(size -> size <= offset).isPresent()) {
                return new Stretch(key, offset, InputStream.nullInputStream(), false);
            }
            throw ErrorTranslation.translate(e, tried(key));
        } catch (IOException e) {
            throw ErrorTranslation.translate(e, tried(key));
        }
    }

    /** Bytes of an object on their way. For one thread. */
    final class Stretch implements AutoCloseable {

        private final ObjectKey key;
        private final InputStream in;
        private final boolean isAbsent;
        private long position;

        private Stretch(ObjectKey key, long offset, InputStream in, boolean isAbsent) {
            this.key = key;
            this.position = offset;
            this.in = in;
            this.isAbsent = isAbsent;
        }

        /** As {@link StoredRanges#read}, of bytes behind those that were read. */
        int read(long offset, int length, byte[] target) {
            if (isAbsent) {
                return ABSENT;
            }
            try {
                long skipped = skip(offset - position);
                int read = position < offset ? 0 : in.readNBytes(target, 0, length);
                position += read;
                fetchedBytes.add(skipped + read);
                return read;
            } catch (IOException e) {
                throw ErrorTranslation.translate(e, tried(key));
            }
        }

        private long skip(long bytes) throws IOException {
            long left = bytes;
            // A skip may stop short in front of bytes that come later; a read does not.
            while (left > 0) {
                long skipped = in.skip(left);
                if (skipped == 0 && in.read() < 0) {
                    break;
                }
                left -= Math.max(1, skipped);
            }
            position += bytes - left;
            return bytes - left;
        }

        @Override
        public void close() {
            try {
                in.close();
            } catch (IOException e) {
                throw ErrorTranslation.translate(e, tried(key));
            }
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

    /** Bytes read so far. */
    public long fetchedBytes() {
        return fetchedBytes.sum();
    }
}
