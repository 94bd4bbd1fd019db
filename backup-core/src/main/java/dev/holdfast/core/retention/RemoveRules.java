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
        return (RemoveRule) (candidates, now, zone) -> {
            Instant since = limit.apply(now, zone);
            Map<Integer, String> chosen = new HashMap<>();
            for (int i = 0; i + 1 < candidates.size(); i++) {
                boolean older = candidates.get(i).time().isBefore(since);
                if (older && !candidates.get(i + 1).time().isAfter(since)) {
                    chosen.put(i, "older than " + since.truncatedTo(ChronoUnit.SECONDS));
                }
            }
            return chosen;
        };
    }

    static Rule allButNFull(int chains) {
        return (RemoveRule) (candidates, now, zone) ->
                outside(candidates, chains, each -> true, "in none of the " + chains + " newest chains");
    }

    static Rule allIncrementalsOfButNFull(int chains) {
        return (RemoveRule) (candidates, now, zone) -> outside(
                candidates,
                chains,
                each -> each.kind() == SnapshotKind.INCREMENTAL,
                "incremental, in none of the " + chains + " newest chains");
    }

    static Rule named(SnapshotId snapshot) {
        return (RemoveRule) (candidates, now, zone) -> {
            Map<Integer, String> chosen = new HashMap<>();
            for (int i = 0; i < candidates.size(); i++) {
                if (candidates.get(i).snapshot().equals(snapshot)) {
                    chosen.put(i, "named to be removed");
                }
            }
            return chosen;
        };
    }

    private static Map<Integer, String> outside(
            List<Candidate> candidates, int chains, Predicate<Candidate> which, String reason) {
        Set<SnapshotId> newest = new HashSet<>();
        Map<Integer, String> chosen = new HashMap<>();
        for (int i = candidates.size() - 1; i >= 0; i--) {
            Candidate each = candidates.get(i);
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
