package dev.holdfast.core.log;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/** A storage without conditional writes. */
record PlainStorage(Storage storage) implements Storage {
    @Override
    public ObjectInfo put(ObjectKey key, ObjectBody body, ObjectKind kind) throws IOException {
        return storage.put(key, body, kind);
    }

    @Override
    public InputStream open(ObjectKey key, ByteRange range) throws IOException {
        return storage.open(key, range);
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
        return storage.stat(key);
    }

    @Override
    public Stream<ObjectInfo> list(String prefix, String startAfter) throws IOException {
        return storage.list(prefix, startAfter);
    }

    @Override
    public void delete(Collection<ObjectKey> keys) throws IOException {
        storage.delete(keys);
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
