package dev.holdfast.examples;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.reclaim.ReclaimPlan;
import dev.holdfast.api.reclaim.ReclaimResult;
import dev.holdfast.api.retention.RetentionPlan;
import dev.holdfast.api.retention.RetentionResult;
import dev.holdfast.core.Holdfast;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Period;

/**
 * Tidies up on a machine that has no key. Removes what is older than two months: one process plans, a later one carries
 * the plan out. Then gets space back.
 */
public final class JanitorWithoutKey {

    private JanitorWithoutKey() {}

    // begin snippet
    /** Writes the plan down, for people to look at and for {@link #carryOut}. */
    static RetentionPlan plan(URI store, Path file) throws IOException {
        try (BackupRepository repository = Holdfast.repository().storage(store).open()) {
            RetentionPlan plan =
                    repository.retention().removeOlderThan(Period.ofMonths(2)).plan();
            Files.writeString(file, plan.toText());
            return plan;
        }
    }

    /** Refused if there are other snapshots by now. */
    static RetentionResult carryOut(URI store, Path file) throws IOException {
        RetentionPlan plan = RetentionPlan.parse(Files.readString(file));
        try (BackupRepository repository = Holdfast.repository().storage(store).open()) {
            RetentionResult result = repository.apply(plan);
            result.sweep().problems().forEach(System.err::println);
            return result;
        }
    }

    /**
     * Deletes what crashed runs left over and what removals left after their grace period, and empties volumes that are
     * mostly dead.
     */
    static ReclaimResult getSpaceBack(URI store) {
        try (BackupRepository repository = Holdfast.repository().storage(store).open()) {
            ReclaimPlan plan = repository.reclaim().moveAtMost(1L << 30).plan();
            System.out.println("copies " + plan.movedBytes() + " bytes, frees " + plan.freedBytes());
            ReclaimResult result = repository.apply(plan);
            result.problems().forEach(System.err::println);
            return result;
        }
    }
    // end snippet
}
