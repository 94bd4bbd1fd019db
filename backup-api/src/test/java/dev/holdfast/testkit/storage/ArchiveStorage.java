package dev.holdfast.testkit.storage;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.ObjectNotFoundException;
import dev.holdfast.api.storage.ThawingStorage;
import dev.holdfast.api.storage.ThawingStorage.ObjectFrozenException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Freezes volumes over another storage, and thaws them when the test says so. All other objects stay in
 * {@value #INSTANT}. Thread-safe; closing it closes the other one.
 */
public final class ArchiveStorage extends InterceptedStorage implements ThawingStorage {

    public static final String INSTANT = "INSTANT";
    public static final String ARCHIVE = "ARCHIVE";

    private final Map<String, State> volumes = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private ArchiveStorage(ConditionalStorage storage) {
        super(storage);
    }

    public static ArchiveStorage over(ConditionalStorage storage) {
        return new ArchiveStorage(storage);
    }

    /** Keys for which a readable copy was asked, in order, each time. */
    public List<String> asked() {
        return asked;
    }

    /** Makes all copies that were asked for. */
    public void finishThawing() {
        volumes.replaceAll((key, state) -> state == State.THAWING ? State.READY : state);
    }

    /** Lets all copies expire. */
    public void freezeAgain() {
        volumes.replaceAll((key, state) -> State.FROZEN);
    }

    @Override
    public Readiness readiness(ObjectInfo object) throws IOException {
        if (stat(object.key()).isEmpty()) {
            throw new ObjectNotFoundException(object.key(), describe());
        }
        return Readiness.of(state(object.key()));
    }

    private State state(ObjectKey key) {
        return volumes.getOrDefault(key.value(), State.READY);
    }

    @Override
    public void thaw(ObjectInfo object, Tier tier, int days) throws IOException {
        if (days < 1) {
            throw new IllegalArgumentException("days is " + days + ", at least 1 is needed");
        }
        if (stat(object.key()).isEmpty()) {
            throw new ObjectNotFoundException(object.key(), describe());
        }
        asked.add(object.key().value());
        volumes.computeIfPresent(object.key().value(), (key, state) -> state == State.FROZEN ? State.THAWING : state);
    }

    @Override
    <T> T write(Verb verb, ObjectKey key, ObjectBody body, ObjectKind kind, Writing<T> writing) throws IOException {
        T result = writing.write(body);
        if (kind == ObjectKind.VOLUME) {
            volumes.put(key.value(), State.FROZEN);
        }
        return result;
    }

    @Override
    <T> T call(Verb verb, String name, Call<T> call) throws IOException {
        return call.make();
    }

    @Override
    public InputStream open(ObjectKey key, ByteRange range) throws IOException {
        if (state(key) != State.READY) {
            throw new ObjectFrozenException("cannot read " + key + ": it is frozen", null);
        }
        return super.open(key, range);
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        return super.stat(key).map(this::withClass);
    }

    @Override
    public Stream<ObjectInfo> list(String prefix, String startAfter) throws IOException {
        return super.list(prefix, startAfter).map(this::withClass);
    }

    private ObjectInfo withClass(ObjectInfo info) {
        return info.inStorageClass(volumes.containsKey(info.key().value()) ? ARCHIVE : INSTANT);
    }
}
