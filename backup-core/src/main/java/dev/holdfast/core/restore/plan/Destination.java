package dev.holdfast.core.restore.plan;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.target.Ownership;
import dev.holdfast.core.target.TargetDirectory;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Where the entries of one chosen path go. Whoever opens it closes it.
 *
 * @param target below which they stay
 * @param withoutOwners the same for entries that say nothing of an owner
 * @param from the chosen path
 * @param to the path inside the target that it becomes
 * @param withRoot whether the chosen entry itself is written, not only what lies below it
 */
public record Destination(
        TargetDirectory target, TargetDirectory withoutOwners, EntryPath from, EntryPath to, boolean withRoot)
        implements AutoCloseable {

    /** So many fit into a path that the kernel takes, so no more were ever backed up; each of them takes some stack. */
    private static final int MAX_DEPTH = 2_048;

    static Destination open(Path root, Posix posix, Ownership ownership, EntryPath from, EntryPath to, boolean withRoot)
            throws IOException {
        TargetDirectory target = TargetDirectory.open(root, posix, ownership);
        try {
            return new Destination(target, TargetDirectory.open(root, posix, Ownership.NOT_KEPT), from, to, withRoot);
        } catch (IOException | RuntimeException e) {
            target.close();
            throw e;
        }
    }

    /** @throws IllegalArgumentException if the path becomes too long or too deep */
    public EntryPath map(EntryPath path) {
        EntryPath mapped = path.relativeTo(from).below(to);
        int depth = mapped.depth();
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(depth + " names; at most " + MAX_DEPTH);
        }
        return mapped;
    }

    @Override
    public void close() {
        target.close();
        withoutOwners.close();
    }
}
