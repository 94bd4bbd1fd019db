package dev.holdfast.api;

import dev.holdfast.api.model.SnapshotId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The complete snapshots of a repository as of its head when this was made; unfinished ones are never among them.
 * Immutable and thread-safe; usable until the repository is closed.
 */
public interface Snapshots {

    /** Oldest first; unmodifiable. */
    List<Snapshot> all();

    /** The one with the latest time, if there is one. */
    Optional<Snapshot> newest();

    /**
     * The newest that is not younger than a time.
     *
     * @throws dev.holdfast.api.error.NotFoundException if all are younger, naming the oldest, or if there are none
     */
    Snapshot asOf(Instant time);

    /** @throws dev.holdfast.api.error.NotFoundException if there is none of this name */
    Snapshot byId(SnapshotId id);

    /** Those that have this tag; all others are left out, so that none may be left. Reads the manifest of each. */
    Snapshots withTag(String tag);
}
