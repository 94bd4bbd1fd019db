package dev.holdfast.core.target;

import dev.holdfast.core.descent.HeldPath;
import dev.holdfast.core.posix.HoleFinder;
import dev.holdfast.core.posix.OpenEntry;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.source.MetadataReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;

/**
 * An entry that is there already, held on to: what is compared is what gets the metadata, whatever takes its name
 * meanwhile. With native calls it is the entry itself; without them its name is looked up anew. For one thread.
 */
public final class PresentEntry implements AutoCloseable {

    private final HeldPath place;
    private final OpenEntry entry;
    private final MetadataReader reader;
    private final MetadataWriter writer;

    /** @param entry closed with this, as the place */
    PresentEntry(HeldPath place, OpenEntry entry, MetadataReader reader, MetadataWriter writer) {
        this.place = place;
        this.entry = entry;
        this.reader = reader;
        this.writer = writer;
    }

    /** All but the details; nothing for a socket or another thing that no snapshot keeps. */
    public Optional<FileMetadata> metadata() throws IOException {
        return reader.read(entry);
    }

    /** @param metadata the rest */
    public FileMetadata withDetails(FileMetadata metadata) throws IOException {
        return reader.withDetails(entry, place.path(), metadata);
    }

    /** Opens it for reading; it must be a regular file. The caller closes it. */
    public FileChannel read() throws IOException {
        return entry.openForReading();
    }

    /** Tells where it has holes; it must be a regular file. The caller closes it. */
    public HoleFinder findHoles() throws IOException {
        return entry.findHoles();
    }

    /**
     * Gives it metadata.
     *
     * @param wanted for an entry of its type
     */
    public List<Unapplied> refresh(FileMetadata wanted) {
        return writer.refresh(entry, wanted);
    }

    @Override
    public void close() throws IOException {
        try (place) {
            entry.close();
        }
    }
}
