package dev.holdfast.core.storage;

import dev.holdfast.api.storage.Storage;
import dev.holdfast.api.storage.StorageProvider;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * Opens {@code file:///directory} or {@code file:/directory} as a {@link DirectoryStorage} and {@code memory:/} as a
 * new, empty {@link MemoryStorage}. There are no options. Percent-encoded bytes of a directory's name are kept as they
 * are, whatever the locale.
 */
public final class LocalStorageProvider implements StorageProvider {

    /** For {@link java.util.ServiceLoader}. */
    public LocalStorageProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("file", "memory");
    }

    @Override
    public Storage open(URI uri, Map<String, String> options) {
        if (!options.isEmpty()) {
            throw new IllegalArgumentException("no such option for " + uri + ": "
                    + String.join(", ", options.keySet().stream().sorted().toList()) + "; this store has none");
        }
        String scheme = String.valueOf(uri.getScheme());
        if (scheme.equalsIgnoreCase("file")) {
            return DirectoryStorage.at(directory(uri));
        }
        if (scheme.equalsIgnoreCase("memory")) {
            return memory(uri);
        }
        throw new IllegalArgumentException("neither a file: nor a memory: URI: " + uri);
    }

    private static Path directory(URI uri) {
        if (uri.getRawAuthority() != null) {
            throw new IllegalArgumentException(
                    uri + " names the host \"" + uri.getRawAuthority()
                            + "\", and a directory is on this machine; write file:///absolute/path, and mount what is elsewhere");
        }
        if (uri.isOpaque() || uri.getRawPath().isEmpty()) {
            throw new IllegalArgumentException(
                    "a directory is written file:///absolute/path or file:/absolute/path, not " + uri);
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "a directory takes no query and no fragment; write ? as %3F and # as %23: " + uri);
        }
        return Path.of(uri);
    }

    private static Storage memory(URI uri) {
        if (!uri.getRawSchemeSpecificPart().matches("/{1,3}") || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("a new store in memory is written memory:/ and has no name: " + uri);
        }
        return MemoryStorage.create();
    }
}
