package dev.holdfast.core.state;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.model.Head;
import dev.holdfast.core.catalog.CatalogCache;
import dev.holdfast.core.failure.FirstFailure;
import dev.holdfast.core.failure.Reasons;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory that holds the local state of one repository, readable for its owner alone. What cannot be read or
 * written counts as absent. Thread-safe.
 */
public final class LocalState {

    private static final Logger LOG = LoggerFactory.getLogger(LocalState.class);

    private final Path directory;
    private final FirstFailure failures = new FirstFailure();

    /** @param directory of this repository; created when something is written */
    public LocalState(Path directory) {
        this.directory = directory;
    }

    public Path directory() {
        return directory;
    }

    /** Opened catalog blocks. */
    public CatalogCache catalog() {
        return new CatalogCache(directory.resolve("catalog"), failures);
    }

    /** Copies of clear objects. */
    public LocalObjects objects() {
        return new LocalObjects(directory.resolve("objects"), failures);
    }

    /** Makes the directory. */
    public void create() throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(directory);
        }
    }

    /**
     * Finds out that files can be made here, beforehand.
     *
     * @throws ConfigurationException if they cannot: without what it remembers, each backup would begin a new chain
     */
    public void requireWritable() {
        try {
            create();
            Files.delete(Files.createTempFile(directory, ".try-", ""));
        } catch (IOException e) {
            throw new ConfigurationException(
                    "cannot write below the local state " + directory + ": " + Reasons.of(e)
                            + "; nothing was backed up. Choose another place for it: localState(), or --archive-dir",
                    e);
        }
    }

    /** The newest head that was seen from here. */
    public Optional<Head> head() {
        try {
            String text = Files.readString(directory.resolve("head"), StandardCharsets.US_ASCII);
            int space = text.indexOf(' ');
            return Optional.of(
                    new Head(Long.parseLong(text, 0, space, 10), text.substring(space + 1, text.length() - 1)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            failures.tell(LOG, "cannot read the remembered head below " + directory, e);
            return Optional.empty();
        } catch (RuntimeException e) {
            LOG.warn("what is remembered below {} is no head: {}", directory, e.toString());
            return Optional.empty();
        }
    }

    /** Remembers a head. */
    public void remember(Head head) {
        try {
            create();
            Path temporary = Files.createTempFile(directory, ".head-", "");
            try {
                Files.writeString(temporary, head.number() + " " + head.sha256() + "\n", StandardCharsets.US_ASCII);
                Files.move(temporary, directory.resolve("head"), StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            failures.tell(LOG, "cannot remember the head below " + directory, e);
        }
    }
}
