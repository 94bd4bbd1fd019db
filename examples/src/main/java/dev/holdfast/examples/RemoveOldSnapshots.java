package dev.holdfast.examples;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.retention.RetentionPlan;
import dev.holdfast.api.retention.RetentionResult;
import java.time.Duration;
import java.time.ZoneId;
import java.util.function.Predicate;

/** Keeps a week of days, two months of weeks and a year of months; can be undone for two weeks. */
public final class RemoveOldSnapshots {

    private RemoveOldSnapshots() {}

    // begin snippet
    /** @param agreed looks at the plan before anything is removed */
    static boolean keepAYear(BackupRepository repository, Predicate<RetentionPlan> agreed) {
        RetentionPlan plan = repository
                .retention()
                .keepDaily(7)
                .keepWeekly(8)
                .keepMonthly(12)
                .keepTagged("release")
                .zone(ZoneId.of("Europe/Berlin"))
                .grace(Duration.ofDays(14))
                .plan();
        plan.decisions().forEach(System.out::println);
        if (!agreed.test(plan)) {
            return false;
        }
        RetentionResult result = repository.apply(plan);
        System.out.println("removed " + result.removed().size() + " snapshots");
        result.undoableUntil().ifPresent(until -> System.out.println("undoable until " + until));
        return true;
    }
    // end snippet
}
