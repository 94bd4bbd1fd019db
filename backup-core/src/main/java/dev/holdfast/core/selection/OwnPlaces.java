package dev.holdfast.core.selection;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.source.FileMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a backup itself writes: the repository, if it lies on this machine, and the local state. Told by file system
 * and inode, so known under every name that leads there, also through a link or another mount. Immutable.
 */
public final class OwnPlaces {

    private final Map<Posix.Identity, Path> places = new HashMap<>();

    private OwnPlaces() {}

    /**
     * Those that there are now.
     *
     * @param localState null where nothing is written beside the repository
     */
    public static OwnPlaces of(Posix posix, Storage storage, @Nullable Path localState) {
        OwnPlaces own = new OwnPlaces();
        storage.localPath().ifPresent(path -> own.add(posix, path));
        if (localState != null) {
            own.add(posix, localState);
        }
        return own;
    }

    private void add(Posix posix, Path place) {
        try {
            places.put(posix.status(place.toRealPath()).identity(), place);
        } catch (IOException e) {
            // What is not there, or out of reach, is in no source either.
            return;
        }
    }

    boolean contains(FileMetadata metadata) {
        return places.containsKey(metadata.identity());
    }

    /**
     * @param root a source
     * @throws ConfigurationException if it is one of these places or lies inside one
     */
    public void requireOutside(Path root, Posix posix) throws IOException {
        for (Path up = root.toRealPath(); up != null; up = up.getParent()) {
            Path place = places.get(posix.status(up).identity());
            if (place != null) {
                throw new ConfigurationException("the source " + root + " lies in " + place
                        + ", where this backup itself writes; choose another source, or keep the repository elsewhere");
            }
        }
    }
}
