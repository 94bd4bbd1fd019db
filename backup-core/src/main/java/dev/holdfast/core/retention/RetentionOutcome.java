package dev.holdfast.core.retention;

import dev.holdfast.api.model.Head;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.retention.RetentionResult;
import dev.holdfast.api.retention.SweepResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What came of applying a plan. */
record RetentionOutcome(
        OptionalLong record,
        List<SnapshotId> removed,
        long unneededObjects,
        Optional<Instant> undoableUntil,
        SweepResult sweep,
        Head head)
        implements RetentionResult {}
