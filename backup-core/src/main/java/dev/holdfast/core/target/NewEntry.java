package dev.holdfast.core.target;

import dev.holdfast.core.source.FileMetadata;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(
                    place.toString(), null, "a directory is not replaced by anything else");
        }
        if (whenExists == WhenExists.FAIL && Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(place.toString());
        }
        Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
        close();
    }

    /** Deletes the temporary name, which a rename of one hard link over another leaves behind. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try (directory) {
                Files.deleteIfExists(temporary);
            }
        }
    }
}
