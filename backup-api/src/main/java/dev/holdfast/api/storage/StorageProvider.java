package dev.holdfast.api.storage;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/**
 * Opens storages from URIs; found by {@link java.util.ServiceLoader}. An implementation has a public constructor
 * without parameters, or a static {@code provider()} method on the module path. Thread-safe.
 */
public interface StorageProvider {

    /** The URI schemes that it serves, in lower case: {@code s3}. */
    Set<String> schemes();

    /**
     * Opens the store at a URI. The caller closes it.
     *
     * <p>Opening creates nothing and need not touch the store: a missing one shows at the first call.
     *
     * @param options settings by name, as the provider documents them; an unknown one is refused
     * @throws IllegalArgumentException if the URI or an option is not understood; the message names it
     */
    Storage open(URI uri, Map<String, String> options) throws IOException;
}
