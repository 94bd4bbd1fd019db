package dev.holdfast.core.descent;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.posix.OpenDirectory;
import dev.holdfast.core.posix.PathBytes;
import dev.holdfast.core.posix.Posix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The directories below a root that were used last, open: the next entry mostly lies where the last one did. Each is
 * reached from the root name by name, so no symbolic link is ever passed, also not one that has just come into a
 * directory's place. With native calls that holds for the directory itself; without them its path is checked right
 * before it is used. Thread-safe.
 */
public final class HeldDirectories implements AutoCloseable {

    private static final int CAPACITY = 16;

    private final Path root;
    private final Posix posix;
    private final Map<EntryPath, Held> held = new LinkedHashMap<>(CAPACITY * 2, 0.75f, true);
    private @Nullable Held heldRoot;
    private boolean closed;

    /** @param root a directory, opened when it is first needed; symbolic links on the way to it are followed */
    public HeldDirectories(Path root, Posix posix) {
        this.root = root;
        this.posix = posix;
    }

    /**
     * Where an entry lies, or may be made. The caller closes it.
     *
     * @throws java.nio.file.NoSuchFileException if there is no directory around it
     * @throws java.nio.file.NotDirectoryException if something else is on the way to it
     */
    public HeldPath reach(EntryPath path) throws IOException {
        Held around = hold(path.parent().orElse(EntryPath.ROOT));
        Path place = path.isRoot()
                ? around.directory.path().resolve(".")
                : PathBytes.child(around.directory.path(), path.name());
        return new HeldPath(place, around);
    }

    /** A directory itself, for the names in it. The caller closes it. */
    public HeldDirectory reachInto(EntryPath directory) throws IOException {
        Held found = hold(directory);
        return HeldDirectory.of(found.directory, found);
    }

    private synchronized Held hold(EntryPath path) throws IOException {
        if (closed) {
            throw new IOException("the directories of " + root + " are closed");
        }
        Deque<EntryPath> missing = new ArrayDeque<>();
        EntryPath at = path;
        Held found = find(at);
        while (found == null) {
            missing.push(at);
            at = at.parent().orElseThrow();
            found = find(at);
        }
        for (EntryPath next : missing) {
            found = keep(next, new Held(found.directory.open(next.name())));
        }
        found.users++;
        return found;
    }

    private @Nullable Held find(EntryPath path) throws IOException {
        if (!path.isRoot()) {
            return held.get(path);
        }
        if (heldRoot == null) {
            heldRoot = new Held(posix.openDirectory(root));
        }
        return heldRoot;
    }

    private Held keep(EntryPath path, Held opened) {
        held.put(path, opened);
        if (held.size() > CAPACITY) {
            Held eldest = held.values().iterator().next();
            held.values().remove(eldest);
            eldest.close();
        }
        return opened;
    }

    /** Gives up what nobody uses; the rest with its last user. */
    @Override
    public synchronized void close() {
        closed = true;
        held.values().forEach(Held::close);
        held.clear();
        if (heldRoot != null) {
            heldRoot.close();
            heldRoot = null;
        }
    }

    /** A directory that stays open until the last user has given it up, of whom one is the list that it is in. */
    final class Held implements AutoCloseable {

        private final OpenDirectory directory;
        private int users = 1;

        private Held(OpenDirectory directory) {
            this.directory = directory;
        }

        @Override
        public void close() {
            synchronized (HeldDirectories.this) {
                users--;
                if (users == 0) {
                    directory.close();
                }
            }
        }
    }
}
