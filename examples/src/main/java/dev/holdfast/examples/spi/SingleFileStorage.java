package dev.holdfast.examples.spi;

import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.ObjectNotFoundException;
import dev.holdfast.api.storage.PermanentStorageException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * Keeps all objects in one file, to which records are appended: one for each object stored, one for each object
 * deleted. A map from keys to places in the file is made when it is opened. What was replaced or deleted keeps its
 * space.
 *
 * <p>One process at a time: the file is locked while it is open. Thread-safe; one write at a time.
 */
public final class SingleFileStorage implements ConditionalStorage {

    private final Path path;
    private final RecordLog log;
    private final ConcurrentNavigableMap<String, Place> places = new ConcurrentSkipListMap<>();

    private SingleFileStorage(Path path, RecordLog log) {
        this.path = path;
        this.log = log;
    }

    /** Where an object's bytes lie. No two records begin at the same offset, so the offset is the version. */
    private record Place(ObjectKey key, long offset, long sizeBytes) {

        ObjectInfo info() {
            return ObjectInfo.of(key, sizeBytes, Long.toString(offset));
        }
    }

    /**
     * Opens the file, or makes it. Half a record at its end, left by a process that was killed, is cut off.
     *
     * @throws IOException if it is open elsewhere, or is another kind of file
     */
    public static SingleFileStorage open(Path file) throws IOException {
        SingleFileStorage storage = new SingleFileStorage(file, RecordLog.open(file.toFile()));
        try {
            storage.log.replay(storage::remember);
            return storage;
        } catch (IOException | RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    private void remember(RecordLog.Entry record) {
        ObjectKey key = ObjectKey.of(record.name());
        if (record.sizeBytes() < 0) {
            places.remove(key.value());
        } else {
            places.put(key.value(), new Place(key, record.offset(), record.sizeBytes()));
        }
    }

    @Override
    public ObjectInfo put(ObjectKey key, ObjectBody body, ObjectKind kind) throws IOException {
        synchronized (log) {
            return append(key, body);
        }
    }

    @Override
    public Optional<ObjectInfo> putIfAbsent(ObjectKey key, ObjectBody body, ObjectKind kind) throws IOException {
        synchronized (log) {
            return places.containsKey(key.value()) ? Optional.empty() : Optional.of(append(key, body));
        }
    }

    @Override
    public Optional<ObjectInfo> replace(ObjectKey key, ObjectBody body, ObjectKind kind, String version)
            throws IOException {
        synchronized (log) {
            Place place = places.get(key.value());
            boolean same = place != null && place.info().version().equals(version);
            return same ? Optional.of(append(key, body)) : Optional.empty();
        }
    }

    /** The object is in the file and forced to the disk before it is in the map. */
    private ObjectInfo append(ObjectKey key, ObjectBody body) throws IOException {
        long offset;
        try (InputStream in = body.open()) {
            offset = log.append(key.value(), in, body.sizeBytes());
        }
        Place place = new Place(key, offset, body.sizeBytes());
        places.put(key.value(), place);
        return place.info();
    }

    @Override
    public InputStream open(ObjectKey key, ByteRange range) throws IOException {
        Place place = places.get(key.value());
        if (place == null) {
            throw new ObjectNotFoundException(key, describe());
        }
        long from = range.offset();
        if (from > 0 && from >= place.sizeBytes()) {
            throw new PermanentStorageException(
                    key + " has " + place.sizeBytes() + " bytes; byte " + from + " was asked for");
        }
        FileInputStream in = new FileInputStream(path.toFile());
        try {
            in.getChannel().position(place.offset() + from);
        } catch (IOException e) {
            in.close();
            throw e;
        }
        return new PartOfStream(in, Math.min(range.end(), place.sizeBytes()) - from);
    }

    @Override
    public Optional<ObjectInfo> stat(ObjectKey key) {
        return Optional.ofNullable(places.get(key.value())).map(Place::info);
    }

    @Override
    public Stream<ObjectInfo> list(String prefix, String startAfter) {
        boolean fromPrefix = prefix.compareTo(startAfter) > 0;
        Map<String, Place> after = fromPrefix ? places.tailMap(prefix, true) : places.tailMap(startAfter, false);
        return after.entrySet().stream()
                .takeWhile(entry ->
                        entry.getKey().startsWith(prefix) || entry.getKey().compareTo(prefix) < 0)
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> entry.getValue().info());
    }

    @Override
    public void delete(Collection<ObjectKey> keys) throws IOException {
        synchronized (log) {
            for (ObjectKey key : keys) {
                if (places.containsKey(key.value())) {
                    log.appendDeletion(key.value());
                    places.remove(key.value());
                }
            }
        }
    }

    @Override
    public Optional<Path> localPath() {
        return Optional.of(path);
    }

    @Override
    public String describe() {
        return "the file " + path;
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
