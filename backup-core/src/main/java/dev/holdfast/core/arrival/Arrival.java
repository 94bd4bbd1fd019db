package dev.holdfast.core.arrival;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.Failure.Kind;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.failure.Problem;
import dev.holdfast.core.failure.Reasons;
import dev.holdfast.core.target.NewFile;
import dev.holdfast.core.target.TargetDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A file that is being restored. Its pieces come in any order, from any thread; who brings the last one finishes it.
 * Thread-safe where not said otherwise.
 */
public final class Arrival {

    private final Entry entry;
    private final EntryPath path;
    private final TargetDirectory target;
    /** Pieces that are still to come, and one more while pieces may be added. */
    private final AtomicInteger left = new AtomicInteger(1);

    private @Nullable NewFile file;
    private @Nullable Problem problem;
    /** Whether it may be open for long, which costs a permit; of the walking thread until all is planned. */
    boolean permitted;

    /** @param path inside the target */
    public Arrival(Entry entry, EntryPath path, TargetDirectory target) {
        this.entry = entry;
        this.path = path;
        this.target = target;
    }

    public Entry entry() {
        return entry;
    }

    EntryPath path() {
        return path;
    }

    TargetDirectory target() {
        return target;
    }

    /** Says that one more piece will come. */
    public void expect() {
        left.incrementAndGet();
    }

    /**
     * Counts a piece, or that no more will be expected; true for the last one, after which the caller finishes the
     * file.
     */
    boolean arrived() {
        return left.decrementAndGet() == 0;
    }

    /** Writes a piece, unless the file has failed already. */
    public void write(ByteBuffer bytes, long position) {
        try {
            NewFile open = open();
            if (open != null) {
                open.write(bytes, position);
            }
        } catch (IOException e) {
            fail(Problem.of("it could not be written", e));
        }
    }

    private synchronized @Nullable NewFile open() throws IOException {
        if (problem != null) {
            return null;
        }
        if (file == null) {
            file = target.newFile(path);
        }
        return file;
    }

    /** The file under its temporary name, made if nothing was written; null if it has failed. For the last caller. */
    @Nullable
    NewFile complete() {
        try {
            return open();
        } catch (IOException e) {
            fail(Problem.of("it could not be written", e));
            return null;
        }
    }

    /** Only the first problem counts. */
    public synchronized void fail(Problem found) {
        if (problem == null) {
            problem = found;
        }
    }

    synchronized @Nullable Problem problem() {
        return problem;
    }

    /** Deletes the temporary file. */
    synchronized void discard() {
        if (problem == null) {
            problem = new Problem(Kind.OTHER, "the restore was broken off");
        }
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                problem = problem.and("its temporary file could not be deleted: " + Reasons.of(e));
            }
            file = null;
        }
    }
}
