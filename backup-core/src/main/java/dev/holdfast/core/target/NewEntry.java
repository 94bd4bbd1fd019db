package dev.holdfast.core.target;

import dev.holdfast.core.source.FileMetadata;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * An entry under a temporary name beside its place. Closing it before it was committed deletes it. For one thread at a
 * time.
 */
public sealed class NewEntry implements AutoCloseable permits NewFile {

    private final DirectoryCache.Lent directory;
    private final Path temporary;
    private final Path place;
    private final MetadataWriter writer;
    /** Whether the temporary name has become the right one. */
    private boolean named;

    private boolean closed;

    NewEntry(DirectoryCache.Lent directory, Path temporary, Path place, MetadataWriter writer) {
        this.directory = directory;
        this.temporary = temporary;
        this.place = place;
        this.writer = writer;
    }

    Path temporary() {
        return temporary;
    }

    /** @return what could not be applied */
    public List<Unapplied> apply(FileMetadata metadata) throws IOException {
        return writer.apply(temporary, metadata);
    }

    /**
     * Gives it its name, at once and whole.
     *
     * @throws FileAlreadyExistsException if the name is taken and must not be replaced, or is that of a directory
     */
    public void commit(WhenExists whenExists) throws IOException {
        boolean taken = isTaken(whenExists);
        Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
        // Renaming one hard link over another of the same file does nothing and leaves both names.
        named = !taken;
        close();
    }

    private boolean isTaken(WhenExists whenExists) throws IOException {
        try {
            BasicFileAttributes there =
                    Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (there.isDirectory()) {
                throw new FileAlreadyExistsException(
                        place.toString(), null, "a directory is not replaced by anything else");
            }
            if (whenExists == WhenExists.FAIL) {
                throw new FileAlreadyExistsException(place.toString());
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Deletes the temporary name if it is still there. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try (directory) {
                if (!named) {
                    Files.deleteIfExists(temporary);
                }
            }
        }
    }
}
