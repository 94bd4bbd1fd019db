package dev.holdfast.core.storage;

import dev.holdfast.api.storage.ObjectDeletionException;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.core.failure.Reasons;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Tells failures of a file system that last from those that may pass, and says what to do. It asks the file system
 * where the JDK only has the system's text, which depends on the language.
 */
final class DirectoryFailures {

    /** Instead of a number of bytes: nothing was to be changed. */
    static final long READING = -1;

    private static final int MAX_SEGMENT_BYTES = 255;

    private final Path root;

    DirectoryFailures(Path root) {
        this.root = root;
    }

    /** @param neededBytes what the file system would have had to take, or {@link #READING} */
    IOException explain(String tried, Path file, long neededBytes, IOException e) {
        if (e instanceof PermanentStorageException
                || e instanceof InterruptedIOException
                || e instanceof ObjectDeletionException) {
            return e;
        }
        if (e instanceof ClosedByInterruptException || e instanceof FileLockInterruptionException) {
            return interrupted(tried, e);
        }
        String unusable = unusableRoot();
        if (unusable != null) {
            return new PermanentStorageException("cannot " + tried + ": " + unusable, e);
        }
        String what = "cannot " + tried + " (" + file + "): ";
        String lasting = lasting(file, neededBytes, e);
        return lasting != null
                ? new PermanentStorageException(what + lasting, e)
                : new IOException(what + Reasons.of(e), e);
    }

    static InterruptedIOException interrupted(String tried, IOException e) {
        InterruptedIOException interrupted = new InterruptedIOException("interrupted: " + tried);
        interrupted.initCause(e);
        return interrupted;
    }

    /** Below a file everything is absent, on some JDKs without a further error. */
    void requireUsableRoot() throws PermanentStorageException {
        String unusable = unusableRoot();
        if (unusable != null) {
            throw new PermanentStorageException(unusable);
        }
    }

    private @Nullable String unusableRoot() {
        Path present = present();
        return Files.isDirectory(present)
                ? null
                : present + " is not a directory; name one that is, or that does not exist yet";
    }

    /** The root, or what there is of the way to it. */
    private Path present() {
        Path present = root;
        while (!Files.exists(present) && present.getParent() != null) {
            present = present.getParent();
        }
        return present;
    }

    private @Nullable String lasting(Path file, long neededBytes, IOException e) {
        if (e instanceof AccessDeniedException denied) {
            Path closed = closed(file, neededBytes != READING);
            if (closed == null) {
                closed = closed(Path.of(denied.getFile()), neededBytes != READING);
            }
            String what = closed != null ? closed.toString() : denied.getFile();
            return "access" + (what.equals(file.toString()) ? "" : " to " + what) + " denied; give user "
                    + System.getProperty("user.name") + " access to it";
        }
        for (Path name : root.relativize(file)) {
            if (name.toString().length() > MAX_SEGMENT_BYTES) {
                return "file systems take names up to " + MAX_SEGMENT_BYTES + " bytes; " + name + " is longer";
            }
        }
        return neededBytes != READING ? refused(neededBytes, e) : null;
    }

    /** The directory on the way to a file that this user may not enter, or in which no name may be changed. */
    private @Nullable Path closed(Path file, boolean changing) {
        Path directory = root;
        for (Path name : root.relativize(file)) {
            Path next = directory.resolve(name);
            if (next.equals(file) || !Files.isDirectory(next)) {
                break;
            }
            directory = next;
        }
        return Files.isExecutable(directory) && (!changing || Files.isWritable(directory)) ? null : directory;
    }

    private @Nullable String refused(long neededBytes, IOException e) {
        try {
            Path existing = present();
            FileStore store = Files.getFileStore(existing);
            if (store.isReadOnly()) {
                return "the file system of " + existing + " is mounted read-only; mount it for writing";
            }
            long freeBytes = store.getUsableSpace();
            if (freeBytes < neededBytes || Reasons.of(e).contains("No space left")) {
                return "no space: " + neededBytes + " bytes needed, " + freeBytes + " free in the file system of "
                        + existing + "; free some, or use another directory";
            }
        } catch (IOException unknown) {
            e.addSuppressed(unknown);
        }
        return Reasons.of(e).contains("quota")
                ? "the disk quota is used up; free space in " + root + ", or have it raised"
                : null;
    }
}
