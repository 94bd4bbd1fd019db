package dev.holdfast.core.source;

import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.descent.HeldPath;
import dev.holdfast.core.posix.HoleFinder;
import dev.holdfast.core.posix.Posix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * A regular file that is read from start to end, holes apart. What was read is worth keeping only if {@link #outcome()}
 * says so. For one thread.
 */
public final class SourceFile implements AutoCloseable {

    /** A hole shorter than this is read as zeros, since each one cuts the content in two. */
    public static final long MIN_HOLE_BYTES = 65_536;

    /** What became of the file while it was read. */
    public enum Outcome {
        /** It held still: the bytes read are its content, {@link SourceFile#metadata()} its metadata. */
        STABLE,
        /** It was written to, cut, or replaced by another file. */
        CHANGED,
        /** It has no name any more. */
        VANISHED
    }

    private final MetadataReader reader;
    private final HeldPath place;
    private final FileMetadata metadata;
    private final FileChannel channel;
    private final HoleFinder holes;
    private long position;
    /** No hole worth the name begins before this. */
    private long dataEnd;

    private SourceFile(
            MetadataReader reader, HeldPath place, FileMetadata metadata, FileChannel channel, HoleFinder holes) {
        this.reader = reader;
        this.place = place;
        this.metadata = metadata;
        this.channel = channel;
        this.holes = holes;
    }

    /**
     * Opens the file that an entry names now; never through a symbolic link.
     *
     * @throws NoSuchFileException if it has vanished
     * @throws IOException if it cannot be opened, or is no regular file any more
     */
    public static SourceFile open(SourceEntry entry, Posix posix) throws IOException {
        HeldPath place = entry.reach();
        try {
            FileMetadata metadata = entry.reader()
                    .read(place.path())
                    .filter(now -> now.type() == EntryType.FILE)
                    .orElseThrow(() -> new FileSystemException(
                            entry.location().toString(), null, "it is no regular file any more"));
            return open(entry.reader(), place, metadata, posix);
        } catch (IOException | RuntimeException e) {
            try (place) {
                throw e;
            }
        }
    }

    private static SourceFile open(MetadataReader reader, HeldPath place, FileMetadata metadata, Posix posix)
            throws IOException {
        FileChannel channel = posix.openFile(place.path());
        try {
            HoleFinder holes = metadata.sizeBytes() < MIN_HOLE_BYTES ? HoleFinder.NONE : posix.findHoles(place.path());
            return new SourceFile(reader, place, metadata, channel, holes);
        } catch (IOException | RuntimeException e) {
            try (channel) {
                throw e;
            }
        }
    }

    /** As it was when the file was opened, which may be newer than the entry's; without details. */
    public FileMetadata metadata() {
        return metadata;
    }

    /** The number of bytes read and skipped. */
    public long position() {
        return position;
    }

    /**
     * Goes over the hole at the current position.
     *
     * @return its length, at least {@value #MIN_HOLE_BYTES}; 0 if there is none here
     */
    public long skipHole() throws IOException {
        long size = metadata.sizeBytes();
        if (position < dataEnd || position >= size) {
            return 0;
        }
        long data = Math.min(holes.nextData(position), size);
        dataEnd = endOfData(data, size);
        long length = data - position;
        if (length < MIN_HOLE_BYTES) {
            return 0;
        }
        position = data;
        return length;
    }

    private long endOfData(long data, long size) throws IOException {
        long hole = data;
        while (hole < size) {
            hole = Math.min(holes.nextHole(hole), size);
            long next = hole < size ? Math.min(holes.nextData(hole), size) : size;
            if (next - hole >= MIN_HOLE_BYTES) {
                return hole;
            }
            hole = next;
        }
        return size;
    }

    /** Whether a stretch of data ends here: what follows is a hole, or is not known before {@link #skipHole()}. */
    public boolean atEndOfData() {
        return position >= dataEnd;
    }

    /**
     * Reads up to the next hole, as much as one call gives. Requests above 1 MiB cost memory outside the heap. Whoever
     * never calls {@link #skipHole()} reads holes as zeros.
     *
     * @return the number of bytes; -1 at the end, which is where it was when the file was opened, or before
     */
    public int read(ByteBuffer target) throws IOException {
        long left = (position < dataEnd ? dataEnd : metadata.sizeBytes()) - position;
        if (left <= 0) {
            return -1;
        }
        int limit = target.limit();
        if (left < target.remaining()) {
            target.limit(target.position() + (int) left);
        }
        try {
            int n = channel.read(target, position);
            position += Math.max(n, 0);
            return n;
        } finally {
            target.limit(limit);
        }
    }

    /** Looks at the file again, after the last byte. */
    public Outcome outcome() throws IOException {
        try {
            boolean same = reader.isStill(place.path(), metadata) && position == metadata.sizeBytes();
            return same ? Outcome.STABLE : Outcome.CHANGED;
        } catch (NoSuchFileException e) {
            return Outcome.VANISHED;
        }
    }

    @Override
    public void close() throws IOException {
        try (place;
                channel) {
            holes.close();
        }
    }
}
