package dev.holdfast.api.model;

import java.util.Objects;

/**
 * One entry that a run could not handle as asked, and why. The run went on.
 *
 * @param path the entry in the snapshot
 * @param reason for people: what was tried, and what came of it
 */
public record Failure(EntryPath path, String reason) {

    public Failure {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(reason, "reason");
    }

    /** The path, a dot for the root, and the reason. */
    @Override
    public String toString() {
        return (path.isRoot() ? "." : path) + ": " + reason;
    }
}
