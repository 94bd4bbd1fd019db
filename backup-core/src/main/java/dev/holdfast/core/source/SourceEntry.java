package dev.holdfast.core.source;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An entry that a {@link Scanner} met: with metadata, with a problem, or with both ({@code UNLISTABLE}). Immutable. */
public final class SourceEntry {

    private final EntryPath path;
    private final Path location;
    private final MetadataReader reader;
    private final @Nullable FileMetadata metadata;
    private final @Nullable SourceProblem problem;

    SourceEntry(
            EntryPath path,
            Path location,
            MetadataReader reader,
            @Nullable FileMetadata metadata,
            @Nullable SourceProblem problem) {
        this.path = path;
        this.location = location;
        this.reader = reader;
        this.metadata = metadata;
        this.problem = problem;
    }

    /**
     * For a filter to decide about what is not there any more.
     *
     * @param location where it would lie
     * @param metadata as a snapshot knows it
     */
    public static SourceEntry ofSnapshot(EntryPath path, Path location, MetadataReader reader, FileMetadata metadata) {
        return new SourceEntry(path, location, reader, metadata, null);
    }

    /** The path inside the scanned root. */
    public EntryPath path() {
        return path;
    }

    /** Where it lies in the file system. */
    public Path location() {
        return location;
    }

    /**
     * Without {@linkplain #details() details}.
     *
     * @throws IllegalStateException if there is none: see {@link #hasMetadata()}
     */
    public FileMetadata metadata() {
        if (metadata == null) {
            throw new IllegalStateException("no metadata of " + path + ": " + problem);
        }
        return metadata;
    }

    /** False exactly for what has vanished or is unreadable. */
    public boolean hasMetadata() {
        return metadata != null;
    }

    public Optional<SourceProblem> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * Reads link target, extended attributes and ACLs now. Not needed for an entry whose time of change is the known one.
     *
     * @return the metadata with them, all of one moment
     */
    public FileMetadata details() throws IOException {
        return reader.whole(location, metadata());
    }

    /** Adds the details to metadata that was read later than the entry's own. */
    public FileMetadata details(FileMetadata later) throws IOException {
        return reader.withDetails(location, later);
    }

    /** Whether this file has another name too, looked up now. */
    public boolean isNow(Path other) {
        return reader.isAt(other, metadata());
    }

    boolean isDirectory() {
        return metadata != null && metadata.type() == EntryType.DIRECTORY;
    }

    MetadataReader reader() {
        return reader;
    }

    SourceEntry with(SourceProblem found) {
        FileMetadata kept = found.kind() == SourceProblem.Kind.UNLISTABLE ? metadata : null;
        return new SourceEntry(path, location, reader, kept, found);
    }

    @Override
    public String toString() {
        return path + (metadata == null ? "" : " " + metadata) + (problem == null ? "" : " " + problem);
    }
}
