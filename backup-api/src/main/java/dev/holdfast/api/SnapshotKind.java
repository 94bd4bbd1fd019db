package dev.holdfast.api;

/** Whether a snapshot began a chain. Each one can be restored and deleted on its own, whatever its kind. */
public enum SnapshotKind {
    /** The first of a chain; shares no stored block with older snapshots. */
    FULL,
    /** Shares unchanged content with earlier snapshots of its chain. */
    INCREMENTAL
}
