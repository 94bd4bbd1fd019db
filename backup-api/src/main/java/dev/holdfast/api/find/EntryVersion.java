package dev.holdfast.api.find;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.SnapshotEntry;

/**
 * An entry as it was in consecutive snapshots among those that were searched. Two are the same version if a restore of
 * either would write the same. Immutable.
 */
public interface EntryVersion {

    /** As the first of the snapshots has it. */
    SnapshotEntry entry();

    Snapshot first();

    Snapshot last();

    /** How many snapshots have this version, first and last included. */
    int snapshots();
}
