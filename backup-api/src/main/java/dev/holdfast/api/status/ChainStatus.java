package dev.holdfast.api.status;

import dev.holdfast.api.model.SnapshotId;
import java.util.List;

/** A chain: a full snapshot and the incremental ones after it. Immutable. */
public interface ChainStatus {

    /** The snapshot that began it, which need not be there any more. */
    SnapshotId id();

    /** Oldest first, at least one; unmodifiable. */
    List<SnapshotStatus> snapshots();

    /** Bytes of the volumes that its snapshots need. */
    long volumeBytes();
}
