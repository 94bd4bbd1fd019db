package dev.holdfast.examples.command;

import dev.holdfast.api.storage.Storage;
import dev.holdfast.api.storage.StorageProvider;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.testkit.storage.ArchiveStorage;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Opens {@code freezer://NAME/}: a store in memory whose volumes lie in an archive class. */
public final class FreezerProvider implements StorageProvider {

    private static final Map<String, ArchiveStorage> STORES = new ConcurrentHashMap<>();

    static ArchiveStorage store(String name) {
        return STORES.computeIfAbsent(name, each -> ArchiveStorage.over(MemoryStorage.create()));
    }

    @Override
    public Set<String> schemes() {
        return Set.of("freezer");
    }

    @Override
    public Storage open(URI uri, Map<String, String> options) {
        return store(uri.getHost());
    }
}
