package dev.holdfast.core.target;

import dev.holdfast.core.descent.HeldPath;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.source.FileMetadata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/** A regular file that is being written. What is never written becomes a hole. Writing is thread-safe, the rest is not. */
public final class NewFile extends NewEntry {

    private final FileChannel channel;

    NewFile(HeldPath place, Path temporary, MetadataWriter writer, FileChannel channel, Posix posix) {
        super(place, temporary, writer, posix);
        this.channel = channel;
    }

    /** Writes all remaining bytes at a position; in any order, from any thread. */
    public void write(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /** Ends the writing; a hole fills up to the size. Comes before the metadata. */
    public void finish(long sizeBytes) throws IOException {
        long written = channel.size();
        channel.close();
        if (written > sizeBytes) {
            throw new IOException("wrote " + written + " bytes to a file of " + sizeBytes);
        }
        if (written < sizeBytes) {
            posix().extend(temporary(), sizeBytes);
        }
    }

    @Override
    public List<Unapplied> apply(FileMetadata metadata) throws IOException {
        if (channel.isOpen()) {
            throw new IllegalStateException("the file is still being written");
        }
        return super.apply(metadata);
    }

    @Override
    public void commit(WhenExists whenExists) throws IOException {
        if (channel.isOpen()) {
            throw new IllegalStateException("the file is still being written");
        }
        super.commit(whenExists);
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            super.close();
        }
    }
}
