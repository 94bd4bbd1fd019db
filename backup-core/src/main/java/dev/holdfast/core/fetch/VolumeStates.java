package dev.holdfast.core.fetch;

import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.api.storage.ThawingStorage;
import dev.holdfast.api.storage.ThawingStorage.Readiness;
import dev.holdfast.api.storage.ThawingStorage.State;
import dev.holdfast.api.storage.ThawingStorage.Tier;
import dev.holdfast.core.store.ErrorTranslation;
import dev.holdfast.core.work.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Asks the store what it says of volumes, and for readable copies of them; several at a time. For one thread. */
public final class VolumeStates {

    private final Storage storage;
    private final Workers workers;

    /** @param storage that repeats failed calls by itself */
    public VolumeStates(Storage storage, Workers workers) {
        this.storage = storage;
        this.workers = workers;
    }

    /** Describes those that are there, by one listing for each stream, from the first to the last that is wanted. */
    public Map<ObjectKey, ObjectInfo> describe(Collection<ObjectKey> wanted) {
        Map<String, TreeSet<ObjectKey>> streams = new TreeMap<>();
        for (ObjectKey key : wanted) {
            String stream = key.value().substring(0, key.value().lastIndexOf('/') + 1);
            streams.computeIfAbsent(stream, name -> new TreeSet<>()).add(key);
        }
        Map<ObjectKey, ObjectInfo> found = new HashMap<>();
        streams.forEach((stream, keys) -> {
            try {
                describe(stream, keys, found);
            } catch (UncheckedIOException e) {
                throw ErrorTranslation.translate(
                        Objects.requireNonNull(e.getCause()), "list " + stream + "* in " + storage.describe());
            } catch (IOException e) {
                throw ErrorTranslation.translate(e, "list " + stream + "* in " + storage.describe());
            }
        });
        return found;
    }

    private void describe(String stream, TreeSet<ObjectKey> keys, Map<ObjectKey, ObjectInfo> found) throws IOException {
        // A key without its last character comes right before it, and the digits before that one are few.
        String first = keys.first().value();
        try (Stream<ObjectInfo> list = storage.list(stream, first.substring(0, first.length() - 1))) {
            for (Iterator<ObjectInfo> objects = list.iterator(); objects.hasNext(); ) {
                ObjectInfo object = objects.next();
                if (keys.contains(object.key())) {
                    found.put(object.key(), object);
                }
                if (object.key().compareTo(keys.last()) >= 0) {
                    return;
                }
            }
        }
    }

    /** Whether each of them can be read. */
    public Map<ObjectKey, Readiness> readiness(Collection<ObjectInfo> volumes) {
        Map<ObjectKey, Readiness> found = new ConcurrentHashMap<>();
        each(volumes, volume -> found.put(volume.key(), readiness(volume)));
        return found;
    }

    public Readiness readiness(ObjectInfo volume) {
        if (!(storage instanceof ThawingStorage thawing)) {
            return Readiness.of(State.READY);
        }
        try {
            return thawing.readiness(volume);
        } catch (IOException e) {
            throw ErrorTranslation.translate(e, "look at " + volume.key() + " in " + storage.describe());
        }
    }

    /** Asks for readable copies that are kept for some days. */
    public void thaw(Collection<ObjectInfo> volumes, Tier tier, int days) {
        if (storage instanceof ThawingStorage thawing) {
            each(volumes, volume -> {
                try {
                    thawing.thaw(volume, tier, days);
                } catch (IOException e) {
                    throw ErrorTranslation.translate(e, "thaw " + volume.key() + " in " + storage.describe());
                }
            });
        }
    }

    private void each(Collection<ObjectInfo> volumes, Consumer<ObjectInfo> call) {
        InFlight work = new InFlight();
        Semaphore free = new Semaphore(workers.transferCount());
        try {
            for (ObjectInfo volume : volumes) {
                work.check();
                free.acquire();
                work.submit(workers.transfers(), () -> call.accept(volume), free::release);
            }
            work.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while asking the store about volumes", e);
        } finally {
            work.drain();
        }
    }
}
