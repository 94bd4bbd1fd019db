package dev.holdfast.core.target;

import dev.holdfast.core.descent.HeldPath;
import dev.holdfast.core.posix.OpenEntry;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.source.FileMetadata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * A regular file that is being written. What is never written becomes a hole. Writing is thread-safe, the rest is not.
 */
public final class NewFile extends NewEntry {

    private final OpenEntry entry;
    private boolean finished;

    private NewFile(HeldPath place, Path temporary, MetadataWriter writer, Posix posix, OpenEntry entry) {
        super(place, temporary, writer, posix);
        this.entry = entry;
    }

    static NewFile create(HeldPath place, Path temporary, MetadataWriter writer, Posix posix) throws IOException {
        return new NewFile(place, temporary, writer, posix, posix.createFile(temporary));
    }

    /** Writes all remaining bytes at a position; in any order, from any thread. */
    public void write(ByteBuffer bytes, long position) throws IOException {
        entry.write(bytes, position);
    }

    /** Ends the writing; a hole fills up to the size. Comes before the metadata. */
    public void finish(long sizeBytes) throws IOException {
        long written = entry.status().sizeBytes();
        if (written > sizeBytes) {
            throw new IOException("wrote " + written + " bytes to a file of " + sizeBytes);
        }
        if (written < sizeBytes) {
            entry.extend(sizeBytes);
        }
        finished = true;
    }

    @Override
    public List<Unapplied> apply(FileMetadata metadata) {
        if (!finished) {
            throw new IllegalStateException("the file is still being written");
        }
        // Not to what has the temporary name: where others can write to the directory, that may be another file by now.
        return writer().apply(entry, metadata);
    }

    @Override
    public void commit(WhenExists whenExists) throws IOException {
        if (!finished) {
            throw new IllegalStateException("the file is still being written");
        }
        // Before it gets its name, for only now some systems say that they could not write all.
        entry.close();
        super.commit(whenExists);
    }

    @Override
    public void close() throws IOException {
        try (entry) {
            super.close();
        }
    }
}
