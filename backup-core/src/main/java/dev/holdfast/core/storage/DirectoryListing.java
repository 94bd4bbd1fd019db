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
import java.util.PriorityQueue;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;

/**
 * Walks a store in ascending order of its keys.
 *
 * <p>The names seen and not yet passed lie in a queue. A name that turns out to be a directory goes back with a slash
 * behind it, and its content enters when that place is reached: {@code a.b}, {@code a/b}, {@code a0}. A file is looked
 * at only when its turn comes. Memory is the names of the directories on the way down; nothing stays open.
 */
final class DirectoryListing extends AbstractSpliterator<ObjectInfo> {

    private final Path root;
    private final String prefix;
    private final String startAfter;
    private final DirectoryFailures failures;
    private final PriorityQueue<String> pending = new PriorityQueue<>();

    DirectoryListing(Path root, String prefix, String startAfter, DirectoryFailures failures) throws IOException {
        super(Long.MAX_VALUE, ORDERED | DISTINCT | NONNULL);
        this.root = root;
        this.prefix = prefix;
        this.startAfter = startAfter;
        this.failures = failures;
        enter("");
    }

    @Override
    public boolean tryAdvance(Consumer<? super ObjectInfo> action) {
        while (!pending.isEmpty()) {
            String name = pending.remove();
            try {
                if (name.endsWith("/")) {
                    enter(name);
                } else if (look(name, action)) {
                    return true;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return false;
    }

    /** @return whether the name is that of an object, which is given then */
    private boolean look(String name, Consumer<? super ObjectInfo> action) throws IOException {
        Path file = root.resolve(name);
        ObjectInfo found = null;
        try {
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                pending.add(name + "/");
            } else if (isWanted(name)) {
                found = FileDescription.of(ObjectKey.of(name), file);
            }
        } catch (IOException e) {
            throw failures.explain("list objects", file, DirectoryFailures.READING, e);
        }
        if (found == null) {
            return false;
        }
        action.accept(found);
        return true;
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
