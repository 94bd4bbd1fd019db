package dev.holdfast.core.storage;

import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.failure.DirectoryEntries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Walks a store in ascending order of its keys.
 *
 * <p>The names seen and not yet passed lie in a queue. A name that turns out to be a directory goes back with a slash
 * behind it, and its content enters when that place is reached: {@code a.b}, {@code a/b}, {@code a0}. A file is looked
 * at only when its turn comes. Memory is the names of the directories on the way down; nothing stays open.
 */
final class DirectoryListing implements Iterator<ObjectInfo> {

    private final Path root;
    private final String prefix;
    private final String startAfter;
    private final DirectoryFailures failures;
    private final PriorityQueue<String> pending = new PriorityQueue<>();
    private @Nullable ObjectInfo next;

    DirectoryListing(Path root, String prefix, String startAfter, DirectoryFailures failures) throws IOException {
        this.root = root;
        this.prefix = prefix;
        this.startAfter = startAfter;
        this.failures = failures;
        enter("");
    }

    @Override
    public boolean hasNext() {
        while (next == null && !pending.isEmpty()) {
            String name = pending.remove();
            try {
                if (name.endsWith("/")) {
                    enter(name);
                } else {
                    look(name);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return next != null;
    }

    @Override
    public ObjectInfo next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        ObjectInfo found = next;
        next = null;
        return found;
    }

    private void look(String name) throws IOException {
        Path file = root.resolve(name);
        try {
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                pending.add(name + "/");
            } else if (isWanted(name)) {
                next = FileDescription.of(ObjectKey.of(name), file);
            }
        } catch (IOException e) {
            throw failures.explain("list objects", file, DirectoryFailures.READING, e);
        }
    }

    private void enter(String name) throws IOException {
        Path directory = root.resolve(name);
        if (!name.isEmpty() && !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryEntries entries = DirectoryEntries.of(directory)) {
            for (Path entry = entries.next(); entry != null; entry = entries.next()) {
                String child = name + entry.getFileName();
                if (ObjectKey.isValid(child) && (isWanted(child) || mayContainWanted(child + "/"))) {
                    pending.add(child);
                }
            }
        } catch (NoSuchFileException e) {
            // Gone since its name was read; or a root that nothing was stored in yet.
        } catch (IOException e) {
            throw failures.explain("list objects", directory, DirectoryFailures.READING, e);
        }
    }

    private boolean isWanted(String name) {
        return name.startsWith(prefix) && name.compareTo(startAfter) > 0;
    }

    private boolean mayContainWanted(String directory) {
        return (directory.startsWith(prefix) || prefix.startsWith(directory))
                && (directory.compareTo(startAfter) > 0 || startAfter.startsWith(directory));
    }
}
