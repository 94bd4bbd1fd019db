package dev.holdfast.core.retention;

import dev.holdfast.api.model.Head;
import dev.holdfast.api.retention.SweepResult;
import dev.holdfast.core.reclaim.Sweep;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a sweep has deleted. */
record SweepOutcome(
        long deletedObjects, long deletedRecords, Map<String, String> failures, List<String> problems, Head head)
        implements SweepResult {

    SweepOutcome(Sweep.Swept swept) {
        this(
                swept.objects(),
                swept.records(),
                texts(swept),
                List.copyOf(swept.problems()),
                swept.state().head());
    }

    private static Map<String, String> texts(Sweep.Swept swept) {
        Map<String, String> texts = new TreeMap<>();
        swept.failures().forEach((key, reason) -> texts.put(key.value(), reason));
        swept.stillNeeded().forEach((key, reason) -> texts.put(key.value(), reason));
        return Collections.unmodifiableMap(texts);
    }
}
