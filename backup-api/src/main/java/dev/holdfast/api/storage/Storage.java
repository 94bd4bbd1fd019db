package dev.holdfast.api.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Stores opaque objects under flat keys.
 *
 * <p>An implementation must guarantee:
 *
 * <ul>
 *   <li>an object becomes visible whole or not at all, also when the process is killed or the connection is cut;
 *   <li>after {@link #put} has returned, the object is durable, and {@link #open}, {@link #stat} and {@link #list} see
 *       it, from every client of the store;
 *   <li>{@link #list} gives keys in ascending order of their bytes, each once, and every object that existed during
 *       the whole call;
 *   <li>{@link #put} over an existing key replaces the object as a whole; readers see the old one or the new one;
 *   <li>{@link #delete} of an absent key succeeds.
 * </ul>
 *
 * <p><b>Errors and retries.</b> Every call may be repeated by the engine after an {@link IOException}, unless it is a
 * {@link PermanentStorageException}. So every call must be idempotent, and an implementation does not retry by itself
 * unless it knows more than the engine (a server that asks to slow down).
 *
 * <p>Optional abilities are interfaces beside this one: {@link ConditionalStorage}, {@link ThawingStorage}.
 *
 * <p>Thread-safe. Calls block; the engine brings the threads. An interrupt ends a call with an
 * {@link java.io.InterruptedIOException}. Does not encrypt: bytes arrive sealed.
 */
public interface Storage extends AutoCloseable {

    /**
     * What a storage class asks beside its price for each month.
     *
     * @param archived whether an object must be thawed before it can be read
     * @param minimumDays that are charged for each object, however early it is deleted
     * @param retrievalDays the price of reading a byte once, as the number of days for whose price the byte could be
     *     stored; 0 where reading is free
     */
    record Terms(boolean archived, int minimumDays, int retrievalDays) {

        /** Read and deleted at any time for nothing. */
        public static final Terms FREE = new Terms(false, 0, 0);

        public Terms {
            if (minimumDays < 0 || retrievalDays < 0) {
                throw new IllegalArgumentException(
                        "days are not negative: minimumDays " + minimumDays + ", retrievalDays " + retrievalDays);
            }
        }
    }

    /**
     * Stores an object and returns once it is durable.
     *
     * @param body the bytes; opened once for each try, never after this call has returned
     * @param kind what the object is, for the choice of a storage class; it does not change the object's key or bytes
     * @return what is stored now; its size equals the body's
     * @throws PermanentStorageException if repeating the call cannot help: denied, no such bucket, no space
     * @throws IOException if the call failed and may be repeated; nothing or the whole object is visible then. A body
     *     that breaks, or gives another number of bytes than it says, fails, and nothing is stored of it
     */
    ObjectInfo put(ObjectKey key, ObjectBody body, ObjectKind kind) throws IOException;

    /**
     * Opens bytes of an object for reading. The caller closes the stream.
     *
     * @param range the bytes wanted; {@link ByteRange#ALL} for the whole object. A range that reaches beyond the end is
     *     cut there
     * @return exactly the bytes of the range, in order; a connection that breaks is an {@link IOException} while
     *     reading, never an early end
     * @throws ObjectNotFoundException if there is no such object
     * @throws PermanentStorageException if the range starts at the end of the object or behind it (but of an empty
     *     object a range from 0 on is empty), or repeating cannot help
     */
    InputStream open(ObjectKey key, ByteRange range) throws IOException;

    /** Describes an object, or nothing if there is none. */
    Optional<ObjectInfo> stat(ObjectKey key) throws IOException;

    /**
     * Lists the objects whose keys start with a prefix, lazily, in ascending order of the keys' bytes. The caller
     * closes the stream. While it is consumed, failures arrive as {@link java.io.UncheckedIOException}.
     *
     * @param prefix any text, also one that ends within a segment; empty for all
     * @param startAfter only keys greater than this one; empty for all
     */
    Stream<ObjectInfo> list(String prefix, String startAfter) throws IOException;

    /**
     * Deletes objects. Absent ones count as deleted.
     *
     * @throws ObjectDeletionException if some could not be deleted; it names them, all others are gone. Its cause is a
     *     {@link PermanentStorageException} if repeating the call cannot help any of them
     */
    void delete(Collection<ObjectKey> keys) throws IOException;

    /** What the class that an object lies in asks for early deletion and for reading. */
    default Terms terms(ObjectInfo object) {
        return Terms.FREE;
    }

    /**
     * The name of something in the store that is no object and no trace of this storage, such as a file whose name is
     * no key: no repository is made beside it. Nothing where the store cannot tell. A storage that wraps another passes
     * the answer on.
     */
    default Optional<String> findForeign() throws IOException {
        return Optional.empty();
    }

    /**
     * The file or directory of this machine that holds the objects, if one does: a backup leaves it out of its sources,
     * for it would back up what it is just writing. A storage that wraps another passes the answer on.
     */
    default Optional<Path> localPath() {
        return Optional.empty();
    }

    /**
     * Whether what is stored is still there when this process has ended. Of a store that is gone with its process the
     * local state remembers no place, so that a new one is not missed. A storage that wraps another passes the answer
     * on.
     */
    default boolean outlivesProcess() {
        return true;
    }

    /** Names the store in messages, without secrets: {@code s3://bucket/prefix}, {@code file:///backups}. */
    String describe();

    /**
     * Releases what this instance opened. A client that the application handed in stays open. A second call does
     * nothing: a repository closes the storage that it was given, and the application may have a block around it that
     * does so too.
     */
    @Override
    void close() throws IOException;
}
