package dev.holdfast.api.model;

import java.util.Objects;

/** One entry that a run could not handle as asked, and why. The run went on. Immutable. */
public final class Failure {

    /** What kept a run from an entry. More kinds may be added. */
    public enum Kind {
        /** Permission was denied, to read the source or to write the target: somebody has to grant it. */
        DENIED,
        /** A file changed each time that it was read. The next backup may find it at rest. */
        CHANGED,
        /**
         * At the target something else has its place, and was to stay: it takes another target or another
         * {@code ConflictPolicy}.
         */
        CONFLICT,
        /**
         * Its content is lost or damaged in the store. Another snapshot may have it whole; others that need the same
         * lack it too.
         */
        DAMAGED,
        /**
         * The snapshot has nothing to restore for it, since it could not be read when that was made. An older one may.
         */
        NOT_STORED,
        /** All else, told by the reason alone: a device that fails, no space, a stream that threw. */
        OTHER
    }

    private final EntryPath path;
    private final Kind kind;
    private final String reason;

    private Failure(EntryPath path, Kind kind, String reason) {
        this.path = Objects.requireNonNull(path, "path");
        this.kind = Objects.requireNonNull(kind, "kind");
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public static Failure of(EntryPath path, Kind kind, String reason) {
        return new Failure(path, kind, reason);
    }

    /** The entry in the snapshot. */
    public EntryPath path() {
        return path;
    }

    /** What a program can tell by. */
    public Kind kind() {
        return kind;
    }

    /** For people: what was tried, and what came of it. */
    public String reason() {
        return reason;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Failure other
                && path.equals(other.path)
                && kind == other.kind
                && reason.equals(other.reason);
    }

    @Override
    public int hashCode() {
        return Objects.hash(path, kind, reason);
    }

    /** The path, a dot for the root, and the reason. */
    @Override
    public String toString() {
        return (path.isRoot() ? "." : path) + ": " + reason;
    }
}
