package dev.holdfast.core.restore.plan;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.target.TargetDirectory;

/**
 * Where the entries of one chosen path go.
 *
 * @param target below which they stay
 * @param withoutOwners the same for entries that say nothing of an owner
 * @param fresh whether nothing can be in the target, because the run has made it
 * @param from the chosen path
 * @param to the path inside the target that it becomes
 * @param withRoot whether the chosen entry itself is written, not only what lies below it
 */
public record Destination(
        TargetDirectory target,
        TargetDirectory withoutOwners,
        boolean fresh,
        EntryPath from,
        EntryPath to,
        boolean withRoot) {

    /** So many fit into a path that the kernel takes, so no more were ever backed up; each of them takes some stack. */
    private static final int MAX_DEPTH = 2_048;

    /** @throws IllegalArgumentException if the path becomes too long or too deep */
    public EntryPath map(EntryPath path) {
        EntryPath mapped = path.relativeTo(from).below(to);
        int depth = mapped.depth();
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(depth + " names; at most " + MAX_DEPTH);
        }
        return mapped;
    }
}
