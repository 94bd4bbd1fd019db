package dev.holdfast.core.retention;

import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.retention.RetentionDecision;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rules, and how they decide together.
 *
 * @param rules at least one
 * @param zone of the calendar
 * @param byTag whether a rule asks for tags
 * @param named the snapshots that rules remove by name
 */
record Policy(List<Rule> rules, ZoneId zone, boolean byTag, Set<SnapshotId> named) {

    Policy {
        rules = List.copyOf(rules);
        named = Set.copyOf(named);
    }

    /** @param snapshots oldest first */
    List<RetentionDecision> decide(List<SnapshotFacts> snapshots, Instant now) {
        Map<Integer, List<String>> kept = new HashMap<>();
        Map<Integer, List<String>> dropped = new HashMap<>();
        boolean removes = false;
        for (Rule rule : rules) {
            removes |= !rule.keeps();
            if (!snapshots.isEmpty()) {
                Map<Integer, List<String>> reasons = rule.keeps() ? kept : dropped;
                rule.choose(snapshots, now, zone)
                        .forEach((i, reason) -> reasons.computeIfAbsent(i, each -> new ArrayList<>())
                                .add(reason));
            }
        }
        List<RetentionDecision> decisions = new ArrayList<>();
        for (int i = 0; i < snapshots.size(); i++) {
            List<String> keep = new ArrayList<>(kept.getOrDefault(i, List.of()));
            List<String> drop = dropped.getOrDefault(i, removes ? List.of() : List.of("kept by no rule"));
            if (i == snapshots.size() - 1) {
                keep.add("newest");
            }
            boolean stays = drop.isEmpty() || !keep.isEmpty();
            if (stays && keep.isEmpty()) {
                keep.add("removed by no rule");
            }
            SnapshotFacts each = snapshots.get(i);
            decisions.add(new RetentionDecision(each.snapshot(), each.time(), each.kind(), stays, stays ? keep : drop));
        }
        return decisions;
    }
}
