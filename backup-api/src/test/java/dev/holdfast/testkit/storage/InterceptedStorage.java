package dev.holdfast.testkit.storage;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/** Passes every call on to another storage, each through one place. Closing it closes the other one. */
abstract class InterceptedStorage implements ConditionalStorage {

    private final ConditionalStorage storage;

    InterceptedStorage(ConditionalStorage storage) {
        this.storage = storage;
    }

    @FunctionalInterface
    interface Call<T> {
        T make() throws IOException;
    }

    /** Makes a call that stores an object. */
    abstract <T> T write(Verb verb, ObjectKey key, ObjectBody body, ObjectKind kind, Writing<T> writing)
            throws IOException;

    @FunctionalInterface
    interface Writing<T> {
        T write(ObjectBody body) throws IOException;
    }

    /** Makes any other call. {@code name} is the key, the prefix, or the first key. */
    abstract <T> T call(Verb verb, String name, Call<T> call) throws IOException;

    @Override
    public ObjectInfo put(ObjectKey key, ObjectBody body, ObjectKind kind) throws IOException {
        return write(Verb.PUT, key, body, kind, b -> storage.put(key, b, kind));
    }

    @Override
    public Optional<ObjectInfo> putIfAbsent(ObjectKey key, ObjectBody body, ObjectKind kind) throws IOException {
        return write(Verb.PUT_IF_ABSENT, key, body, kind, b -> storage.putIfAbsent(key, b, kind));
    }

    @Override
    public Optional<ObjectInfo> replace(ObjectKey key, ObjectBody body, ObjectKind kind, String version)
            throws IOException {
        return write(Verb.REPLACE, key, body, kind, b -> storage.replace(key, b, kind, version));
    }

    @Override
    public InputStream open(ObjectKey key, ByteRange range) throws IOException {
        return call(Verb.OPEN, key.value(), () -> storage.open(key, range));
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        return call(Verb.STAT, key.value(), () -> storage.stat(key));
    }

    @Override
    public Stream<ObjectInfo> list(String prefix, String startAfter) throws IOException {
        return call(Verb.LIST, prefix, () -> storage.list(prefix, startAfter));
    }

    @Override
    public void delete(Collection<ObjectKey> keys) throws IOException {
        String first = keys.isEmpty() ? "" : keys.iterator().next().value();
        call(Verb.DELETE, first, () -> {
            storage.delete(keys);
            return true;
        });
    }

    @Override
    public boolean honoursConditions() {
        return storage.honoursConditions();
    }

    @Override
    public Terms terms(ObjectInfo object) {
        return storage.terms(object);
    }

    @Override
    public Optional<String> findForeign() throws IOException {
        return storage.findForeign();
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
    public String describe() {
        return storage.describe();
    }

    @Override
    public void close() throws IOException {
        storage.close();
    }
}
