package dev.holdfast.core.failure;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The entries of a directory, in no order. Each failure to read it is an {@link IOException}. Not thread-safe. */
public final class DirectoryEntries implements Closeable {

    private final DirectoryStream<Path> stream;
    private final Iterator<Path> entries;

    private DirectoryEntries(DirectoryStream<Path> stream) {
        this.stream = stream;
        this.entries = stream.iterator();
    }

    /** The caller closes it. */
    public static DirectoryEntries of(Path directory) throws IOException {
        return new DirectoryEntries(Files.newDirectoryStream(directory));
    }

    /** Those whose names match, as in {@link Files#newDirectoryStream(Path, String)}. The caller closes it. */
    public static DirectoryEntries matching(Path directory, String glob) throws IOException {
        return new DirectoryEntries(Files.newDirectoryStream(directory, glob));
    }

    /** The next one; null at the end. */
    public @Nullable Path next() throws IOException {
        try {
            return entries.hasNext() ? entries.next() : null;
        } catch (DirectoryIteratorException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
