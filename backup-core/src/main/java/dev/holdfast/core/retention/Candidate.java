package dev.holdfast.core.retention;

import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.model.SnapshotId;
import java.time.Instant;
import java.util.List;

/** A complete snapshot, as rules see it. */
record Candidate(SnapshotId snapshot, Instant time, SnapshotKind kind, SnapshotId chain, List<String> tags) {}
