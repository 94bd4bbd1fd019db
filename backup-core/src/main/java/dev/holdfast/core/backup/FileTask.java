package dev.holdfast.core.backup;

import dev.holdfast.api.backup.StreamSource;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.catalog.Entry;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.source.SourceEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One file that has to be read, and what came of it. Set by a worker, read by the run's thread after the batch is done.
 */
final class FileTask {

    /** What came of it. */
    enum Outcome {
        /** Content and attributes belong together. */
        READ,
        /** It was gone; it is no part of the snapshot. */
        VANISHED,
        /** It changed each time that it was read; what is listed is the last reading. */
        UNSTEADY,
        /** It could not be read. */
        FAILED
    }

    final EntryPath path;
    final @Nullable SourceEntry source;
    final @Nullable StreamSource stream;
    /** What the parent has at this path, if it has a file there. */
    final @Nullable Entry former;

    final ChunkList chunks = new ChunkList();
    Outcome outcome = Outcome.FAILED;
    String reason = "";

    @Nullable
    FileMetadata metadata;

    boolean appended;
    long streamBytes;
    Instant readAt = Instant.EPOCH;

    private FileTask(
            EntryPath path, @Nullable SourceEntry source, @Nullable StreamSource stream, @Nullable Entry former) {
        this.path = path;
        this.source = source;
        this.stream = stream;
        this.former = former;
    }

    static FileTask file(EntryPath path, SourceEntry source, @Nullable Entry former) {
        return new FileTask(path, source, null, former);
    }

    static FileTask stream(EntryPath path, StreamSource stream, @Nullable Entry former) {
        return new FileTask(path, null, stream, former);
    }

    /** The length that it had when it was met; 0 for a stream. */
    long expectedBytes() {
        return source == null ? 0 : source.metadata().sizeBytes();
    }
}
