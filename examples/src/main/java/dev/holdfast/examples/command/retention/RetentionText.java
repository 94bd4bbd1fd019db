package dev.holdfast.examples.command.retention;

import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.retention.RetentionDecision;
import dev.holdfast.api.retention.RetentionPlan;
import dev.holdfast.api.retention.RetentionResult;
import dev.holdfast.examples.command.line.Verb;
import dev.holdfast.examples.command.line.Word;
import dev.holdfast.examples.command.output.Amounts;
import dev.holdfast.examples.command.output.JsonText;
import dev.holdfast.examples.command.output.Report;
import dev.holdfast.examples.command.output.SnapshotText;
import dev.holdfast.examples.command.output.Times;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what goes or went, and why. */
final class RetentionText {

    private final Report report;
    private final Verb verb;
    private final ZoneId zone;

    RetentionText(Report report, Verb verb, ZoneId zone) {
        this.report = report;
        this.verb = verb;
        this.zone = zone;
    }

    void nothingStored(Word url) {
        if (report.isJson()) {
            report.json()
                    .field("command", verb.longName())
                    .field("applied", false)
                    .texts("snapshots", List.of())
                    .end();
        }
        report.summary("Nothing is stored in " + url + " yet: nothing to do");
    }

    /** @param result null if the plan was only made */
    void show(RetentionPlan plan, @Nullable RetentionResult result) {
        if (report.isJson()) {
            json(plan, result);
        } else {
            text(plan, result);
        }
        if (result != null) {
            List<String> problems = result.sweep().problems();
            report.wrong("left", problems, problems.size());
        }
    }

    private void text(RetentionPlan plan, @Nullable RetentionResult result) {
        int going = plan.dropped().size();
        String all = Amounts.count(plan.decisions().size(), "snapshot", "snapshots");
        if (going == 0) {
            report.summary("Nothing to remove: "
                    + (plan.decisions().size() == 1 ? "the only snapshot stays" : "all of " + all + " stay"));
        } else {
            report.summary((result == null ? "Would remove " : "Removed ") + Amounts.count(going) + " of " + all + ", "
                    + Amounts.count(plan.unneededObjects(), "object", "objects") + " with "
                    + Amounts.bytes(plan.unneededBytes()) + " that nothing else needs"
                    + (result == null ? "; --force does it" : ""));
        }
        plan.decisions().forEach(this::decision);
        if (result != null && result.record().isPresent()) {
            report.summary(
                    plan.grace().isZero()
                            ? "Deleted " + Amounts.count(result.sweep().deletedObjects(), "object", "objects")
                            : "Until " + Times.iso(result.undoableUntil().orElseThrow(), zone) + ", undo --record "
                                    + result.record().getAsLong() + " takes this back");
        }
    }

    private void decision(RetentionDecision decision) {
        report.summary((decision.kept() ? "  keep  " : "  drop  ")
                + (decision.kind() == SnapshotKind.FULL ? "full         " : "incremental  ")
                + Times.iso(decision.time(), zone) + "  " + decision.snapshot() + "  "
                + String.join("; ", decision.reasons()));
    }

    private void json(RetentionPlan plan, @Nullable RetentionResult result) {
        JsonText json = report.json().field("command", verb.longName()).field("applied", result != null);
        json.beginArray("snapshots");
        for (RetentionDecision decision : plan.decisions()) {
            json.beginObject()
                    .field("snapshot", decision.snapshot().value())
                    .field("time", decision.time().toString())
                    .field("kind", decision.kind() == SnapshotKind.FULL ? "full" : "incremental")
                    .field("kept", decision.kept())
                    .texts("reasons", decision.reasons())
                    .endObject();
        }
        json.endArray()
                .field("unneededObjects", plan.unneededObjects())
                .field("unneededBytes", plan.unneededBytes())
                .field("fingerprint", plan.fingerprint());
        if (result != null) {
            if (result.record().isPresent()) {
                json.field("record", result.record().getAsLong())
                        .field(
                                "undoableUntil",
                                result.undoableUntil().orElseThrow().toString());
            }
            json.field("deletedObjects", result.sweep().deletedObjects())
                    .field("deletedRecords", result.sweep().deletedRecords())
                    .field("failureCount", result.sweep().failures().size());
            SnapshotText.head(json, result.head());
        }
        json.end();
    }
}
