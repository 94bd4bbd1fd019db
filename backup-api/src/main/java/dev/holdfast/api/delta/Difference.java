package dev.holdfast.api.delta;

import dev.holdfast.api.SnapshotEntry;
import dev.holdfast.api.model.EntryPath;
import java.util.Optional;
import java.util.Set;

/**
 * One entry that is not as it was. Times of status change, numbers of inodes and marks of the backup make no
 * difference: what a restore would write does. Immutable.
 */
public interface Difference {

    /** What happened to an entry. */
    enum Kind {
        /** It was not there before. */
        ADDED,
        /** It is not there any more. */
        REMOVED,
        /** It is there under the same path, and differs in one or more {@linkplain Aspect aspects}. */
        CHANGED,
        /** A file with the same content is there under another path, and none is under the former one. */
        MOVED
    }

    /** In what an entry differs. More aspects may be added. */
    enum Aspect {
        CONTENT,
        /** A file became a directory, or the like; then nothing else is compared. */
        TYPE,
        /** Permission bits. */
        MODE,
        /** User or group, by number or name. */
        OWNER,
        /** The time of the last modification. */
        MODIFIED,
        /** The target of a symbolic link. */
        TARGET,
        /** The number of a device node. */
        DEVICE,
        /** Extended attributes and ACLs. */
        ATTRIBUTES,
        /** It became a hard link to another entry, or is none any more. */
        HARD_LINK
    }

    Kind kind();

    /** Where the entry is; for a removed one, where it was. */
    EntryPath path();

    /** The entry as it was, under its former path; empty for an added one. */
    Optional<SnapshotEntry> before();

    /** The entry as it is; empty for a removed one. */
    Optional<SnapshotEntry> after();

    /** In what it differs; empty for added and removed ones. Unmodifiable. */
    Set<Aspect> aspects();

    /** The kind, the path, and the aspects if there are any. */
    @Override
    String toString();
}
