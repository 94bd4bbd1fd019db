package dev.holdfast.core.compaction;

import dev.holdfast.api.model.Head;
import dev.holdfast.api.reclaim.ReclaimResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What came of a plan. */
record ReclaimOutcome(
        Head head,
        long compactedVolumes,
        long movedBytes,
        long deletedObjects,
        long deletedBytes,
        long waitingObjects,
        Optional<Instant> dueAt,
        List<String> problems,
        Duration elapsed)
        implements ReclaimResult {}
