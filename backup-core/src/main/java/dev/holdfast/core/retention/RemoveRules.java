package dev.holdfast.core.retention;

import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.model.SnapshotId;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** The rules that say what goes. */
final class RemoveRules {

    private RemoveRules() {}

    private interface RemoveRule extends Rule {
        @Override
        default boolean keeps() {
            return false;
        }
    }

    /** Those that are not needed to restore the state at any moment from a limit on. */
    static Rule olderThan(BiFunction<Instant, ZoneId, Instant> limit) {
        return (RemoveRule) (snapshots, now, zone) -> {
            Instant since = limit.apply(now, zone);
            Map<Integer, String> chosen = new HashMap<>();
            for (int i = 0; i + 1 < snapshots.size(); i++) {
                boolean older = snapshots.get(i).time().isBefore(since);
                if (older && !snapshots.get(i + 1).time().isAfter(since)) {
                    chosen.put(i, "older than " + since.truncatedTo(ChronoUnit.SECONDS));
                }
            }
            return chosen;
        };
    }

    static Rule allButNFull(int chains) {
        return (RemoveRule) (snapshots, now, zone) ->
                outside(snapshots, chains, each -> true, "in none of the " + chains + " newest chains");
    }

    static Rule allIncrementalsOfButNFull(int chains) {
        return (RemoveRule) (snapshots, now, zone) -> outside(
                snapshots,
                chains,
                each -> each.kind() == SnapshotKind.INCREMENTAL,
                "incremental, in none of the " + chains + " newest chains");
    }

    static Rule named(SnapshotId snapshot) {
        return (RemoveRule) (snapshots, now, zone) -> {
            Map<Integer, String> chosen = new HashMap<>();
            for (int i = 0; i < snapshots.size(); i++) {
                if (snapshots.get(i).snapshot().equals(snapshot)) {
                    chosen.put(i, "named to be removed");
                }
            }
            return chosen;
        };
    }

    private static Map<Integer, String> outside(
            List<SnapshotFacts> snapshots, int chains, Predicate<SnapshotFacts> which, String reason) {
        Set<SnapshotId> newest = new HashSet<>();
        Map<Integer, String> chosen = new HashMap<>();
        for (int i = snapshots.size() - 1; i >= 0; i--) {
            SnapshotFacts each = snapshots.get(i);
            if (newest.size() < chains) {
                newest.add(each.chain());
            }
            if (!newest.contains(each.chain()) && which.test(each)) {
                chosen.put(i, reason);
            }
        }
        return chosen;
    }
}
