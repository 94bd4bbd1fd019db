package dev.holdfast.core.retry;

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
import dev.holdfast.api.storage.ThawingStorage;
import dev.holdfast.api.storage.ThawingStorage.Readiness;
import dev.holdfast.api.storage.ThawingStorage.Tier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Repeats failed requests to another storage, by the one rule of {@link Storage}: every failure is transient unless it
 * is a {@link dev.holdfast.api.storage.PermanentStorageException} or an interrupt, which are passed on as they are.
 *
 * <p>A stream that breaks midway goes on from the byte that it had reached, a listing from the key. For each of them
 * failures count together until a mebibyte, or a thousand keys, came without one. An object that is replaced while a
 * broken stream is resumed may be read partly old and partly new; only the lease is ever replaced.
 *
 * <p>Closes the storage that it wraps. Thread-safe if the random generator is.
 */
public class RetryingStorage implements Storage {

    private final Storage storage;
    private final Retries retries;

    private RetryingStorage(Storage storage, Retries retries) {
        this.storage = storage;
        this.retries = retries;
    }

    /**
     * A storage with retries, which is a {@link ConditionalStorage} or a {@link ThawingStorage} if the given one is.
     *
     * @param nanoTime a monotonic clock in nanoseconds, such as {@link System#nanoTime}
     */
    public static Storage of(
            Storage storage, BackoffPolicy policy, RandomGenerator random, Pause pause, LongSupplier nanoTime) {
        Retries retries = new Retries(policy, random, pause, nanoTime);
        if (storage instanceof ConditionalStorage conditional) {
            return storage instanceof ThawingStorage thawing
                    ? new ConditionalThawing(conditional, thawing, retries)
                    : new Conditional(conditional, retries);
        }
        return storage instanceof ThawingStorage thawing
                ? new Thawing(thawing, retries)
                : new RetryingStorage(storage, retries);
    }

    @Override
    public ObjectInfo put(ObjectKey key, ObjectBody body, ObjectKind kind) throws IOException {
        return course("store object", key).run(isRepeated -> {
            ObjectInfo stored = storage.put(key, body, kind);
            // Of a record or lease it may be the size of what somebody else has put there since.
            boolean isMine = kind != ObjectKind.LOG && kind != ObjectKind.LEASE;
            if (isMine && stored.sizeBytes() != body.sizeBytes()) {
                throw new IOException("the store kept " + stored.sizeBytes() + " of " + body.sizeBytes() + " bytes");
            }
            return stored;
        });
    }

    @Override
    public InputStream open(ObjectKey key, ByteRange range) throws IOException {
        return new ResumingStream(storage, key, range, course("read object", key));
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        return course("look at object", key).run(isRepeated -> storage.stat(key));
    }

    @Override
    public Optional<String> findForeign() throws IOException {
        return course("list objects", "*").run(isRepeated -> storage.findForeign());
    }

    @Override
    public Optional<Path> localPath() {
        return storage.localPath();
    }

    @Override
    public boolean outlivesProcess() {
        return storage.outlivesProcess();
    }

    @Override
    public Stream<ObjectInfo> list(String prefix, String startAfter) throws IOException {
        return ResumingListing.stream(storage, prefix, startAfter, course("list objects", prefix + "*"));
    }

    @Override
    public void delete(Collection<ObjectKey> keys) throws IOException {
        Retries.Course course = course("delete", keys.size() + " objects");
        Collection<ObjectKey> left = keys;
        while (true) {
            try {
                storage.delete(left);
                return;
            } catch (ObjectDeletionException e) {
                if (e.getCause() instanceof PermanentStorageException) {
                    throw e;
                }
                left = e.keys();
                giveUpOrPause(course, e, left);
            } catch (IOException e) {
                course.failed(e);
            }
        }
    }

    /** The last failure still names the keys that are left. */
    private static void giveUpOrPause(Retries.Course course, ObjectDeletionException e, Collection<ObjectKey> left)
            throws IOException {
        try {
            course.failed(e);
        } catch (IOException last) {
            if (last.getCause() == e) {
                throw new ObjectDeletionException(String.valueOf(last.getMessage()), left, e);
            }
            throw last;
        }
    }

    @Override
    public Terms terms(ObjectInfo object) {
        return storage.terms(object);
    }

    @Override
    public String describe() {
        return storage.describe();
    }

    @Override
    public void close() throws IOException {
        retries.close();
        storage.close();
    }

    final Retries.Course course(String verb, Object what) {
        return retries.begin(verb + " " + what + " in " + storage.describe());
    }

    final Readiness readiness(ThawingStorage thawing, ObjectInfo object) throws IOException {
        return course("look at object", object.key()).run(isRepeated -> thawing.readiness(object));
    }

    final void thaw(ThawingStorage thawing, ObjectInfo object, Tier tier, int days) throws IOException {
        course("thaw object", object.key()).run(isRepeated -> {
            thawing.thaw(object, tier, days);
            return true;
        });
    }

    /** Keeps the ability to thaw. */
    private static final class Thawing extends RetryingStorage implements ThawingStorage {

        private final ThawingStorage storage;

        Thawing(ThawingStorage storage, Retries retries) {
            super(storage, retries);
            this.storage = storage;
        }

        @Override
        public Readiness readiness(ObjectInfo object) throws IOException {
            return readiness(storage, object);
        }

        @Override
        public void thaw(ObjectInfo object, Tier tier, int days) throws IOException {
            thaw(storage, object, tier, days);
        }
    }

    /** Keeps both abilities. */
    private static final class ConditionalThawing extends Conditional implements ThawingStorage {

        private final ThawingStorage storage;

        ConditionalThawing(ConditionalStorage conditional, ThawingStorage storage, Retries retries) {
            super(conditional, retries);
            this.storage = storage;
        }

        @Override
        public Readiness readiness(ObjectInfo object) throws IOException {
            return readiness(storage, object);
        }

        @Override
        public void thaw(ObjectInfo object, Tier tier, int days) throws IOException {
            thaw(storage, object, tier, days);
        }
    }

    /**
     * Keeps the ability to write under a condition. If an earlier try failed, it may yet have stored the object: then
     * an object that is there is compared with the body, and equal bytes count as stored by this call.
     *
     * <p>If the answer to a replacement was lost and another writer has replaced the object since, the answer is "not
     * replaced": the object is not the caller's any more.
     */
    private static class Conditional extends RetryingStorage implements ConditionalStorage {

        private final ConditionalStorage storage;

        Conditional(ConditionalStorage storage, Retries retries) {
            super(storage, retries);
            this.storage = storage;
        }

        @Override
        public Optional<ObjectInfo> putIfAbsent(ObjectKey key, ObjectBody body, ObjectKind kind) throws IOException {
            return course("store object", key)
                    .run(isRepeated -> ownIfRepeated(isRepeated, storage.putIfAbsent(key, body, kind), key, body));
        }

        @Override
        public Optional<ObjectInfo> replace(ObjectKey key, ObjectBody body, ObjectKind kind, String version)
                throws IOException {
            return course("replace object", key)
                    .run(isRepeated -> ownIfRepeated(isRepeated, storage.replace(key, body, kind, version), key, body));
        }

        @Override
        public Optional<Seen> see(ObjectKey key, int maxBytes) throws IOException {
            return course("read object", key).run(isRepeated -> storage.see(key, maxBytes));
        }

        @Override
        public boolean honoursConditions() {
            return storage.honoursConditions();
        }

        private Optional<ObjectInfo> ownIfRepeated(
                boolean isRepeated, Optional<ObjectInfo> answer, ObjectKey key, ObjectBody body) throws IOException {
            if (answer.isPresent() || !isRepeated) {
                return answer;
            }
            Optional<ObjectInfo> present = storage.stat(key);
            return present.isPresent() && present.get().sizeBytes() == body.sizeBytes() && hasSameBytes(key, body)
                    ? present
                    : Optional.empty();
        }

        private boolean hasSameBytes(ObjectKey key, ObjectBody body) throws IOException {
            try (InputStream stored = storage.open(key, ByteRange.ALL);
                    InputStream own = body.open()) {
                byte[] expected = new byte[8192];
                while (true) {
                    int count = own.readNBytes(expected, 0, expected.length);
                    byte[] actual = stored.readNBytes(count);
                    if (!Arrays.equals(expected, 0, count, actual, 0, actual.length)) {
                        return false;
                    }
                    if (count < expected.length) {
                        return stored.read() < 0;
                    }
                }
            } catch (ObjectNotFoundException e) {
                return false;
            }
        }
    }
}
