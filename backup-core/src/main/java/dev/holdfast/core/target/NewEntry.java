package dev.holdfast.core.target;

import dev.holdfast.core.descent.HeldPath;
import dev.holdfast.core.posix.OpenEntry;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.source.FileMetadata;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * An entry under a temporary name beside its place. Closing it before it was committed deletes it. For one thread at a
 * time.
 */
public sealed class NewEntry implements AutoCloseable permits NewFile {

    private final HeldPath place;
    private final Path temporary;
    private final MetadataWriter writer;
    private final Posix posix;
    /** Whether the temporary name has become the right one. */
    private boolean named;

    private boolean closed;

    NewEntry(HeldPath place, Path temporary, MetadataWriter writer, Posix posix) {
        this.place = place;
        this.temporary = temporary;
        this.writer = writer;
        this.posix = posix;
    }

    MetadataWriter writer() {
        return writer;
    }

    /**
     * @return what could not be applied
     * @throws FileSystemException if something else has taken the temporary name
     */
    public List<Unapplied> apply(FileMetadata metadata) throws IOException {
        try (OpenEntry entry = posix.openEntry(temporary)) {
            if (!isMade(entry.status(), metadata)) {
                throw new FileSystemException(
                        temporary.toString(), null, "somebody has put something else into its place");
            }
            return writer.apply(entry, metadata);
        }
    }

    private static boolean isMade(Posix.Status status, FileMetadata metadata) {
        return status.type().equals(Optional.of(metadata.type()))
                && metadata.device().orElse(status.device()).equals(status.device());
    }

    /**
     * Gives it its name, at once and whole.
     *
     * @throws FileAlreadyExistsException if the name is taken and must not be replaced, or is that of a directory
     */
    public void commit(WhenExists whenExists) throws IOException {
        if (whenExists == WhenExists.FAIL) {
            posix.renameToFree(temporary, place.path());
            named = true;
        } else {
            boolean taken = isTaken();
            Files.move(temporary, place.path(), StandardCopyOption.ATOMIC_MOVE);
            // Renaming one hard link over another of the same file does nothing and leaves both names.
            named = !taken;
        }
        close();
    }

    private boolean isTaken() throws IOException {
        Optional<Posix.Status> there = posix.find(place.path());
        if (there.filter(Posix.Status::isDirectory).isPresent()) {
            throw new FileAlreadyExistsException(
                    place.path().toString(), null, "a directory is not replaced by anything else");
        }
        return there.isPresent();
    }

    /** Deletes the temporary name if it is still there. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try (place) {
                if (!named) {
                    Files.deleteIfExists(temporary);
                }
            }
        }
    }
}
