package dev.holdfast.core.retention;

import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.model.SnapshotId;
import java.time.Instant;
import java.util.List;

/** What rules know of a complete snapshot. */
record SnapshotFacts(SnapshotId snapshot, Instant time, SnapshotKind kind, SnapshotId chain, List<String> tags) {}
