package dev.holdfast.core.source;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.descent.HeldDirectories;
import dev.holdfast.core.posix.PathBytes;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.work.Unchecked;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Walks a tree in path order ({@link EntryPath#compareTo}): a directory, then all that it holds, then its next sibling.
 * The root comes first; if it is a regular file, it is the only entry, under its own name. A symbolic link is followed
 * only if it is the root, or where that was asked for; otherwise not even one that has just taken a directory's place.
 * Mount points are entered. Sockets are left out, and counted where the filter would include them.
 *
 * <p>Directories are listed and attributes read ahead on the given executor, a few pages of at most 256 entries at a
 * time; what the executor did not get to, the caller's thread does. Memory is bounded by the depth and by the names of
 * the directories on the way to the current entry. For one thread.
 */
public final class Scanner implements AutoCloseable {

    private static final int TASKS_AHEAD = 3;

    private final Executor executor;
    private final DirectoryReader pages;
    private final @Nullable HeldDirectories directories;
    /** The directories on the way to the current entry, the innermost first. */
    private final Deque<Frame> frames = new ArrayDeque<>();
    /** Entries to give before anything else is read. */
    private final Deque<SourceEntry> ready = new ArrayDeque<>();

    private final boolean isFile;
    private @Nullable SourceEntry root;

    private Scanner(SourceEntry root, @Nullable HeldDirectories directories, DirectoryReader pages, Executor executor) {
        this.root = root;
        this.isFile = !root.isDirectory();
        this.directories = directories;
        this.pages = pages;
        this.executor = executor;
    }

    /**
     * @param filter not asked about the root
     * @throws java.nio.file.NoSuchFileException if there is no root
     * @throws IOException if its attributes cannot be read or it is neither directory nor regular file
     */
    public static Scanner open(Path root, EntryFilter filter, Posix posix, Executor executor) throws IOException {
        return open(root, filter, false, posix, executor);
    }

    /** @param followLinks whether all symbolic links are followed that do not lead to a directory around them */
    public static Scanner open(Path root, EntryFilter filter, boolean followLinks, Posix posix, Executor executor)
            throws IOException {
        Path location = root.toRealPath();
        MetadataReader reader = new MetadataReader(posix);
        FileMetadata metadata = reader.read(location).orElse(null);
        EntryPath path = EntryPath.ROOT;
        if (metadata == null || metadata.type() != EntryType.DIRECTORY) {
            if (metadata == null || metadata.type() != EntryType.FILE) {
                throw new FileSystemException(root.toString(), null, "a source is a directory or a regular file");
            }
            path = EntryPath.ROOT.resolve(PathBytes.nameOf(root.toAbsolutePath().normalize()));
        }
        LinkFollower links = followLinks ? new LinkFollower(location, reader) : null;
        HeldDirectories directories = followLinks || !path.isRoot() ? null : new HeldDirectories(location, posix);
        SourceEntry first = new SourceEntry(path, location, reader, directories, metadata, null);
        return new Scanner(first, directories, new DirectoryReader(reader, filter, links), executor);
    }

    /** Whether the root is a file, which then is the only entry. */
    public boolean isFile() {
        return isFile;
    }

    /** @return the next entry; null behind the last one */
    public @Nullable SourceEntry next() throws InterruptedException {
        if (root != null) {
            start(root);
            root = null;
        }
        while (ready.isEmpty()) {
            Frame frame = frames.peek();
            if (frame == null) {
                return null;
            }
            if (frame.hasEntry()) {
                SourceEntry entry = frame.nextEntry();
                if (entry.isDirectory()) {
                    boolean included = !frame.isScanned();
                    enter(entry, await(frame.takeChild(entry)), included);
                } else {
                    give(entry);
                }
            } else if (frame.hasPage()) {
                frame.turnTo(await(frame.takePage()));
                readAhead();
            } else {
                frames.pop();
            }
        }
        return ready.poll();
    }

    private void start(SourceEntry first) {
        if (first.isDirectory()) {
            enter(first, pages.first(first), true);
        } else {
            ready.add(first);
        }
    }

    private void enter(SourceEntry directory, DirectoryPage first, boolean included) {
        Frame frame = new Frame(directory, pages, first);
        if (frame.directory().hasMetadata()) {
            frames.push(frame);
            if (included || frame.unlistable()) {
                giveDirectories();
            }
        } else {
            give(frame.directory());
        }
        readAhead();
    }

    private void give(SourceEntry entry) {
        giveDirectories();
        ready.add(entry);
    }

    /** Gives the directories around, which is late for those that were only scanned. */
    private void giveDirectories() {
        Frame innermost = frames.peek();
        if (innermost == null || innermost.isGiven()) {
            return;
        }
        for (Iterator<Frame> outwardIn = frames.descendingIterator(); outwardIn.hasNext(); ) {
            Frame frame = outwardIn.next();
            if (frame.give()) {
                ready.add(frame.directory());
            }
        }
    }

    private void readAhead() {
        int left = TASKS_AHEAD;
        for (Frame frame : frames) {
            left = frame.readAhead(left, executor);
            if (left <= 0) {
                return;
            }
        }
    }

    private static DirectoryPage await(FutureTask<DirectoryPage> task) throws InterruptedException {
        task.run();
        try {
            return task.get();
        } catch (ExecutionException e) {
            Unchecked.rethrow(e.getCause());
            throw new IllegalStateException(e.getCause());
        }
    }

    /** How many sockets were left out so far. */
    public long sockets() {
        return pages.sockets();
    }

    /** Drops what was begun ahead. What runs ends by itself, soon. What was given cannot be read any more. */
    @Override
    public void close() {
        if (directories != null) {
            directories.close();
        }
        frames.forEach(Frame::cancel);
        frames.clear();
        ready.clear();
        root = null;
    }
}
