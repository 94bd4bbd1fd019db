package dev.holdfast.core.backup.content;

import dev.holdfast.api.backup.StreamSource;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.Failure.Kind;
import dev.holdfast.core.chunking.Chunking;
import dev.holdfast.core.failure.Problem;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.source.SourceEntry;
import dev.holdfast.core.source.SourceFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Files that one worker reads one after the other, sharing blocks. Done when {@link #call} has returned. */
public final class FileBatch {

    /** A file that changes while it is read is read again so often. */
    private static final int TRIES = 3;

    private final List<FileTask> files = new ArrayList<>();
    private long expectedBytes;

    public void add(FileTask file) {
        files.add(file);
        expectedBytes += file.expectedBytes();
    }

    public int fileCount() {
        return files.size();
    }

    public boolean isEmpty() {
        return files.isEmpty();
    }

    /** Of the first file. */
    public EntryPath path() {
        return files.get(0).path;
    }

    public long expectedBytes() {
        return expectedBytes;
    }

    /** Reads all files. What single files fail with is in them; what this throws ends the run. */
    void call(ContentReader reader, Chunking chunking, Posix posix, ApplicationStreams streams, InstantSource clock) {
        try {
            for (FileTask file : files) {
                StreamSource stream = file.stream;
                if (stream != null) {
                    readStream(file, stream, streams, reader, chunking, clock);
                } else {
                    readFile(file, reader, chunking, posix, clock);
                }
            }
            reader.endBlock();
        } catch (RuntimeException | Error e) {
            reader.abandon();
            throw e;
        }
    }

    private static void readFile(
            FileTask file, ContentReader reader, Chunking chunking, Posix posix, InstantSource clock) {
        SourceEntry source = Objects.requireNonNull(file.source);
        FileMetadata before = source.metadata();
        try {
            for (int attempt = 1; ; attempt++) {
                file.readAt = clock.instant();
                try (SourceFile content = SourceFile.open(source, posix)) {
                    FileMetadata metadata = content.metadata();
                    reader.read(content, chunking.forFileSize(metadata.sizeBytes()), file.chunks);
                    file.metadata = source.details(metadata);
                    boolean whole = content.position() == metadata.sizeBytes();
                    switch (content.outcome()) {
                        case STABLE -> {
                            file.outcome = FileTask.Outcome.READ;
                            return;
                        }
                        case VANISHED -> {
                            file.outcome = FileTask.Outcome.VANISHED;
                            return;
                        }
                        case CHANGED -> {
                            if (attempt < TRIES) {
                                before = metadata;
                                continue;
                            }
                            settle(file, before, metadata, whole);
                            return;
                        }
                    }
                }
            }
        } catch (NoSuchFileException e) {
            file.outcome = FileTask.Outcome.VANISHED;
        } catch (IOException e) {
            requireUninterrupted(e);
            file.outcome = FileTask.Outcome.FAILED;
            file.problem = Problem.of("cannot be read", e);
        }
    }

    /** A file that only grows, such as a log, is listed as far as it was read; any other is listed and reported. */
    private static void settle(FileTask file, FileMetadata before, FileMetadata metadata, boolean whole) {
        boolean grows = whole && before.inode() == metadata.inode() && before.sizeBytes() < metadata.sizeBytes();
        file.appended = grows;
        if (grows) {
            file.outcome = FileTask.Outcome.READ;
        } else if (whole) {
            file.outcome = FileTask.Outcome.UNSTEADY;
            file.problem =
                    changed("changed each of the " + TRIES + " times that it was read; the last reading is kept");
        } else {
            file.outcome = FileTask.Outcome.FAILED;
            file.problem = changed("gave less than its size says, each of the " + TRIES + " times that it was read");
        }
    }

    private static Problem changed(String reason) {
        return new Problem(Kind.CHANGED, reason);
    }

    private static void readStream(
            FileTask file,
            StreamSource stream,
            ApplicationStreams streams,
            ContentReader reader,
            Chunking chunking,
            InstantSource clock) {
        file.readAt = clock.instant();
        try {
            // Nobody knows how long it is; most dumps are long.
            streams.read(
                    stream,
                    in -> file.streamBytes = reader.read(in, chunking.forFileSize(Long.MAX_VALUE), file.chunks));
            file.outcome = FileTask.Outcome.READ;
        } catch (IOException e) {
            requireUninterrupted(e);
            file.outcome = FileTask.Outcome.FAILED;
            file.problem = Problem.of("the stream failed", e);
        }
    }

    /** An interrupt closes what is read; that says nothing of the file. */
    private static void requireUninterrupted(IOException e) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancelledException("interrupted while files were being read", e);
        }
    }
}
