package dev.holdfast.core.posix;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A directory that is held on to, so that entries can be made in it without walking there again. With native calls it
 * is the directory itself, wherever it is moved and whatever takes its name; without them it is its path.
 */
public interface OpenDirectory extends AutoCloseable {

    /** The path under which it is reached while open. */
    Path path();

    /**
     * Opens a directory in this one, never through a symbolic link.
     *
     * @throws java.nio.file.NotDirectoryException if the name is something else
     * @throws java.nio.file.NoSuchFileException if there is no such name
     */
    OpenDirectory open(byte[] name) throws IOException;

    /** What has a name in it; of a symbolic link, the link. Quicker than by a path, on which the system walks again. */
    Posix.Status status(byte[] name) throws IOException;

    @Override
    void close();
}
