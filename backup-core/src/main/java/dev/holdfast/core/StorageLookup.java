package dev.holdfast.core;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.api.storage.StorageProvider;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Finds the storage for a URI among the providers on the class or module path. */
final class StorageLookup {

    private StorageLookup() {}

    /**
     * @return opens the storage
     * @throws ConfigurationException if no provider knows the scheme
     */
    static Supplier<Storage> find(URI uri, Map<String, String> options) {
        if (uri.getScheme() == null) {
            throw new ConfigurationException("\"" + uri + "\" has no scheme, so it names no store; a directory is "
                    + "file:///directory, or Path.toUri()");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        TreeSet<String> known = new TreeSet<>();
        StorageProvider provider = Services.find(StorageProvider.class, each -> {
                    known.addAll(each.schemes());
                    return each.schemes().contains(scheme);
                })
                .orElseThrow(() -> new ConfigurationException("no storage for the scheme \"" + scheme + "\"; known are "
                        + known + "; is the module of the storage on the class or module path?"));
        Map<String, String> given = Map.copyOf(options);
        return () -> open(provider, uri, given);
    }

    private static Storage open(StorageProvider provider, URI uri, Map<String, String> options) {
        try {
            return provider.open(uri, options);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("not a usable storage: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StorageException("cannot open the storage " + uri + ": " + e.getMessage(), e);
        }
    }
}
