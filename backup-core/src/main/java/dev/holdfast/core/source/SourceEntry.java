package dev.holdfast.core.source;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.descent.HeldDirectories;
import dev.holdfast.core.descent.HeldDirectory;
import dev.holdfast.core.descent.HeldPath;
import dev.holdfast.core.posix.PathBytes;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An entry that a {@link Scanner} met: with metadata, with a problem, or with both ({@code UNLISTABLE}). Immutable. */
public final class SourceEntry {

    private final EntryPath path;
    private final Path location;
    private final MetadataReader reader;
    private final @Nullable HeldDirectories directories;
    private final @Nullable FileMetadata metadata;
    private final @Nullable SourceProblem problem;

    /** @param directories lead to it; null if it is taken at its location, whatever leads there */
    SourceEntry(
            EntryPath path,
            Path location,
            MetadataReader reader,
            @Nullable HeldDirectories directories,
            @Nullable FileMetadata metadata,
            @Nullable SourceProblem problem) {
        this.path = path;
        this.location = location;
        this.reader = reader;
        this.directories = directories;
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
        return new SourceEntry(path, location, reader, null, metadata, null);
    }

    /** The path inside the scanned root. */
    public EntryPath path() {
        return path;
    }

    /**
     * Where the scanner met it, for people and for what cannot be led astray. It is read where {@link #reach} leads.
     */
    public Path location() {
        return location;
    }

    /**
     * Where it is now, through no symbolic link that the scanner did not follow. The caller closes it.
     *
     * @throws NoSuchFileException if what was a directory on the way to it is none any more
     */
    public HeldPath reach() throws IOException {
        return directories == null ? HeldPath.unheld(location) : lead(directories::reach);
    }

    /** As {@link #reach}, of a directory whose names are read. */
    HeldDirectory reachInto() throws IOException {
        return directories == null ? reader.unheld(location) : lead(directories::reachInto);
    }

    private <T> T lead(Way<T> way) throws IOException {
        try {
            return way.to(path);
        } catch (NotDirectoryException e) {
            throw new NoSuchFileException(location.toString());
        }
    }

    private interface Way<T> {
        T to(EntryPath path) throws IOException;
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
     * Reads link target, extended attributes and ACLs now. Not needed for an entry whose time of change is the known
     * one.
     *
     * @return the metadata with them, all of one moment
     */
    public FileMetadata details() throws IOException {
        try (HeldPath place = reach()) {
            return reader.whole(place.path(), metadata());
        }
    }

    /** Adds the details to metadata that was read later than the entry's own. */
    public FileMetadata details(FileMetadata later) throws IOException {
        try (HeldPath place = reach()) {
            return reader.withDetails(place.path(), later);
        }
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

    /** What has a name in this directory, and is reached in the same way; nothing more is known of it yet. */
    SourceEntry child(byte[] name) {
        return new SourceEntry(path.resolve(name), PathBytes.child(location, name), reader, directories, null, null);
    }

    SourceEntry with(FileMetadata found) {
        return new SourceEntry(path, location, reader, directories, found, null);
    }

    SourceEntry with(SourceProblem found) {
        FileMetadata kept = found.kind() == SourceProblem.Kind.UNLISTABLE ? metadata : null;
        return new SourceEntry(path, location, reader, directories, kept, found);
    }

    @Override
    public String toString() {
        return path + (metadata == null ? "" : " " + metadata) + (problem == null ? "" : " " + problem);
    }
}
