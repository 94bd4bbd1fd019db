package dev.holdfast.core.backup;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.core.catalog.CatalogCache;
import dev.holdfast.core.failure.DirectoryEntries;
import dev.holdfast.core.failure.Reasons;
import dev.holdfast.core.state.LocalState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a run puts files of its own: into the local state or, where there is none, a temporary directory that ends with
 * the run.
 */
final class Scratch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);

    private final Path directory;
    private final boolean isTemporary;
    private final CatalogCache catalog;

    private Scratch(Path directory, boolean isTemporary) {
        this.directory = directory;
        this.isTemporary = isTemporary;
        this.catalog = new CatalogCache(directory.resolve("catalog"));
    }

    /**
     * @param localState the directory of the cache of the repository; null where nothing is kept between runs
     * @throws ConfigurationException if nothing can be written there
     */
    static Scratch open(@Nullable Path localState) {
        if (localState != null) {
            new LocalState(localState).requireWritable();
            return new Scratch(localState, false);
        }
        try {
            return new Scratch(Files.createTempDirectory("holdfast-"), true);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "cannot write below the directory for temporary files " + System.getProperty("java.io.tmpdir")
                            + ": " + Reasons.of(e)
                            + "; nothing was backed up, choose a place for the local state",
                    e);
        }
    }

    Path directory() {
        return directory;
    }

    CatalogCache catalog() {
        return catalog;
    }

    @Override
    public void close() {
        if (isTemporary) {
            delete(directory);
        }
    }

    private static void delete(Path directory) {
        try (DirectoryEntries entries = DirectoryEntries.of(directory)) {
            for (Path entry = entries.next(); entry != null; entry = entries.next()) {
                if (Files.isDirectory(entry)) {
                    delete(entry);
                } else {
                    Files.delete(entry);
                }
            }
            Files.delete(directory);
        } catch (IOException e) {
            // What is left over is in a directory for temporary files.
            LOG.warn("cannot remove {}: {}", directory, Reasons.of(e));
        }
    }
}
