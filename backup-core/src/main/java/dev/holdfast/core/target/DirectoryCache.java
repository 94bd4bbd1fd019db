package dev.holdfast.core.target;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.posix.OpenDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The directories that were used last, open: the next entry mostly goes where the last one went. Each is reached from the
 * root name by name, so no symbolic link is ever passed. Thread-safe.
 */
final class DirectoryCache implements AutoCloseable {

    private static final int CAPACITY = 16;

    private final Lent root;
    private final Map<EntryPath, Lent> lent = new LinkedHashMap<>(CAPACITY * 2, 0.75f, true);

    DirectoryCache(OpenDirectory root) {
        this.root = new Lent(root);
    }

    /** To be closed by the caller. */
    synchronized Lent borrow(EntryPath path) throws IOException {
        Optional<EntryPath> parent = path.parent();
        Lent found = parent.isEmpty() ? root : lent.get(path);
        if (found == null) {
            found = new Lent(open(parent.orElseThrow(), path.name()));
            lent.put(path, found);
            if (lent.size() > CAPACITY) {
                Lent eldest = lent.values().iterator().next();
                lent.values().remove(eldest);
                eldest.close();
            }
        }
        found.users++;
        return found;
    }

    private OpenDirectory open(EntryPath parent, byte[] name) throws IOException {
        try (Lent above = borrow(parent)) {
            return above.directory.open(name);
        }
    }

    @Override
    public synchronized void close() {
        lent.values().forEach(Lent::close);
        lent.clear();
        root.close();
    }

    /** A directory that stays open until the last borrower and the cache have closed it. */
    final class Lent implements AutoCloseable {

        private final OpenDirectory directory;
        private int users = 1;

        private Lent(OpenDirectory directory) {
            this.directory = directory;
        }

        Path path() {
            return directory.path();
        }

        @Override
        public void close() {
            synchronized (DirectoryCache.this) {
                users--;
                if (users == 0) {
                    directory.close();
                }
            }
        }
    }
}
