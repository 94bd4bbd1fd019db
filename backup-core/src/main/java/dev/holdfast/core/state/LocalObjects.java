package dev.holdfast.core.state;

import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.failure.DirectoryEntries;
import dev.holdfast.core.failure.FirstFailure;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.ObjectCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps copies of manifests and list pages in a directory, one file each; the oldest go when there are many.
 * Thread-safe.
 */
public final class LocalObjects implements ObjectCache {

    private static final Logger LOG = LoggerFactory.getLogger(LocalObjects.class);
    private static final int MAX_FILES = 2_000;

    private final Path directory;
    private final FirstFailure failures;

    LocalObjects(Path directory, FirstFailure failures) {
        this.directory = directory;
        this.failures = failures;
    }

    private static boolean isKept(ObjectKey key) {
        return key.value().startsWith(Layout.MANIFESTS) || key.value().startsWith(Layout.PAGES);
    }

    private Path file(ObjectKey key) {
        return directory.resolve(key.value().replace('/', '_'));
    }

    @Override
    public Optional<byte[]> get(ObjectKey key) {
        if (!isKept(key)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(file(key)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            failures.tell(LOG, "cannot read the local copy of " + key, e);
            return Optional.empty();
        }
    }

    @Override
    public void put(ObjectKey key, byte[] bytes) {
        if (!isKept(key)) {
            return;
        }
        try {
            Files.createDirectories(directory);
            Path temporary = Files.createTempFile(directory, ".", ".new");
            try {
                Files.write(temporary, bytes);
                Files.move(temporary, file(key), StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            failures.tell(LOG, "cannot keep a local copy of " + key, e);
        }
    }

    /** Drops the oldest copies where there are too many. */
    public void tidy() {
        record Copy(Path file, FileTime time) {}
        List<Copy> copies = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryEntries files = DirectoryEntries.of(directory)) {
            for (Path file = files.next(); file != null; file = files.next()) {
                copies.add(new Copy(file, Files.getLastModifiedTime(file)));
            }
            copies.sort(Comparator.comparing(Copy::time));
            for (int i = 0; i < copies.size() - MAX_FILES; i++) {
                Files.deleteIfExists(copies.get(i).file());
            }
        } catch (IOException e) {
            failures.tell(LOG, "cannot tidy up the local copies below " + directory, e);
        }
    }
}
