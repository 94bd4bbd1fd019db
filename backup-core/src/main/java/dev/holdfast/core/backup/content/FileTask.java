package dev.holdfast.core.backup.content;

import dev.holdfast.api.backup.StreamSource;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.failure.Problem;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.source.SourceEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One file that has to be read, and what came of it. Set by a worker, read by the run's thread after the batch is done.
 */
public final class FileTask {

    /** What came of it. */
    public enum Outcome {
        /** Content and attributes belong together. */
        READ,
        /** It was gone; it is no part of the snapshot. */
        VANISHED,
        /** It changed each time that it was read; what is listed is the last reading. */
        UNSTEADY,
        /** It could not be read. */
        FAILED
    }

    public final EntryPath path;
    public final @Nullable SourceEntry source;
    public final @Nullable StreamSource stream;
    /** What the parent has at this path, if it has a file there. */
    public final @Nullable Entry former;

    public final ChunkList chunks = new ChunkList();
    public Outcome outcome = Outcome.FAILED;
    /** Why it is unsteady or could not be read. */
    @Nullable
    public Problem problem;

    @Nullable
    public FileMetadata metadata;

    public boolean appended;
    public long streamBytes;
    public Instant readAt = Instant.EPOCH;

    private FileTask(
            EntryPath path, @Nullable SourceEntry source, @Nullable StreamSource stream, @Nullable Entry former) {
        this.path = path;
        this.source = source;
        this.stream = stream;
        this.former = former;
    }

    public static FileTask file(EntryPath path, SourceEntry source, @Nullable Entry former) {
        return new FileTask(path, source, null, former);
    }

    public static FileTask stream(EntryPath path, StreamSource stream, @Nullable Entry former) {
        return new FileTask(path, null, stream, former);
    }

    /** The length that it had when it was met; 0 for a stream. */
    public long expectedBytes() {
        return source == null ? 0 : source.metadata().sizeBytes();
    }
}
