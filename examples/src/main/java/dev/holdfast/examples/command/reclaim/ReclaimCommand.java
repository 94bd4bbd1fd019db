package dev.holdfast.examples.command.reclaim;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.reclaim.Leftover;
import dev.holdfast.api.reclaim.Reclaim;
import dev.holdfast.api.reclaim.ReclaimPlan;
import dev.holdfast.api.reclaim.ReclaimResult;
import dev.holdfast.api.reclaim.VolumePlan;
import dev.holdfast.examples.command.line.CommandLine;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.line.Verb;
import dev.holdfast.examples.command.line.Word;
import dev.holdfast.examples.command.output.Amounts;
import dev.holdfast.examples.command.output.JsonText;
import dev.holdfast.examples.command.output.ProgressLine;
import dev.holdfast.examples.command.output.Report;
import dev.holdfast.examples.command.output.SnapshotText;
import dev.holdfast.examples.command.output.Times;
import dev.holdfast.examples.command.session.ExitCode;
import dev.holdfast.examples.command.session.Invocation;
import dev.holdfast.examples.command.session.Repositories;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code cleanup URL} and {@code reclaim URL}: lists what would go, and does it if forced to; needs no key. */
public final class ReclaimCommand {

    private static final int MOST_SHOWN = 20;
    private static final int MEBIBYTE = 1 << 20;

    private final Invocation invocation;
    private final CommandLine line;
    private final Report report;

    public ReclaimCommand(Invocation invocation) {
        this.invocation = invocation;
        this.line = invocation.line();
        this.report = invocation.report();
    }

    public ExitCode run() {
        // They must be right also where there is nothing to apply them to.
        List<Consumer<Reclaim>> settings = settings();
        Word url = line.operand(0);
        BackupRepository opened = new Repositories(invocation).withoutKeysIfThere(url);
        if (opened == null) {
            nothingStored(url);
            return ExitCode.DONE;
        }
        try (BackupRepository repository = opened;
                ProgressLine progress = report.progressLine("stored")) {
            Reclaim reclaim = repository.reclaim().onProgress(progress);
            settings.forEach(setting -> setting.accept(reclaim));
            ReclaimPlan plan = reclaim.plan();
            show(plan);
            ReclaimResult result = line.has(Option.FORCE) && !line.has(Option.DRY_RUN) ? repository.apply(plan) : null;
            progress.end();
            if (report.isJson()) {
                json(plan, result);
            } else if (result != null) {
                show(result);
            } else if (!plan.isEmpty()) {
                report.summary("Nothing was done; --force does it");
            }
            if (result != null) {
                report.wrong("left", result.problems(), result.problems().size());
            }
            return result == null || result.problems().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
        }
    }

    private void nothingStored(Word url) {
        if (report.isJson()) {
            report.json()
                    .field("command", line.verb().longName())
                    .field("applied", false)
                    .end();
        }
        report.summary("Nothing is stored in " + url + " yet, so there is nothing to clean up");
    }

    private List<Consumer<Reclaim>> settings() {
        List<Consumer<Reclaim>> settings = new ArrayList<>();
        if (line.verb() == Verb.CLEANUP) {
            settings.add(reclaim -> reclaim.compactBelow(0));
        }
        if (line.has(Option.LIVE_SHARE)) {
            int percent = line.number(Option.LIVE_SHARE, 0, 100, 0);
            settings.add(reclaim -> reclaim.compactBelow(percent / 100.0));
        }
        if (line.has(Option.MOVE_AT_MOST)) {
            long bytes = (long) line.number(Option.MOVE_AT_MOST, 0, Integer.MAX_VALUE, 0) * MEBIBYTE;
            settings.add(reclaim -> reclaim.moveAtMost(bytes));
        }
        Duration grace = invocation.age(Option.GRACE);
        if (grace != null) {
            settings.add(reclaim -> reclaim.grace(grace));
        }
        return settings;
    }

    private void show(ReclaimPlan plan) {
        if (report.isJson()) {
            return;
        }
        PrintStream out = report.out();
        int shown = 0;
        for (Leftover leftover : plan.leftovers()) {
            if (shown++ < MOST_SHOWN) {
                out.print("delete   " + leftover.object() + "  " + Amounts.bytes(leftover.sizeBytes()) + "  "
                        + leftover.reason() + "\n");
            }
        }
        if (shown > MOST_SHOWN) {
            out.print("delete   " + Amounts.count(shown - MOST_SHOWN) + " more\n");
        }
        shown = 0;
        for (VolumePlan volume : plan.volumes()) {
            if (shown++ < MOST_SHOWN) {
                out.print((volume.action() == VolumePlan.Action.COMPACT ? "compact  " : "keep     ") + volume.object()
                        + "  " + Amounts.bytes(volume.sizeBytes()) + "  " + volume.reason() + "\n");
            }
        }
        if (shown > MOST_SHOWN) {
            out.print("compact or keep " + Amounts.count(shown - MOST_SHOWN) + " more\n");
        }
        if (plan.protectedObjects() > 0) {
            out.print("keep     " + Amounts.count(plan.protectedObjects(), "object", "objects") + ", "
                    + Amounts.bytes(plan.protectedBytes()) + ": a backup may be storing them\n");
        }
        report.summary(
                plan.isEmpty()
                        ? "Nothing to do"
                        : "To be freed: " + Amounts.bytes(plan.freedBytes()) + "; to be moved: "
                                + Amounts.bytes(plan.movedBytes()));
    }

    private void show(ReclaimResult result) {
        report.summary("Deleted " + Amounts.count(result.deletedObjects(), "object", "objects") + ", moved "
                + Amounts.bytes(result.movedBytes()) + " out of "
                + Amounts.count(result.compactedVolumes(), "volume", "volumes") + " in "
                + Amounts.duration(result.elapsed()));
        result.dueAt()
                .ifPresent(due -> report.summary(Amounts.count(result.waitingObjects(), "object", "objects")
                        + " will be deleted by a run after " + Times.iso(due, invocation.zone())));
    }

    private void json(ReclaimPlan plan, @Nullable ReclaimResult result) {
        JsonText json = report.json().field("command", line.verb().longName());
        SnapshotText.head(json, result == null ? plan.head() : result.head());
        json.field("plan", plan.fingerprint()).field("applied", result != null).beginArray("leftovers");
        for (Leftover leftover : plan.leftovers()) {
            json.beginObject()
                    .field("object", leftover.object())
                    .field("bytes", leftover.sizeBytes())
                    .field("reason", leftover.reason())
                    .endObject();
        }
        json.endArray().beginArray("volumes");
        for (VolumePlan volume : plan.volumes()) {
            json.beginObject()
                    .field("object", volume.object())
                    .field("action", volume.action().name().toLowerCase(Locale.ROOT))
                    .field("bytes", volume.sizeBytes())
                    .field("liveBytes", volume.liveBytes())
                    .field("reason", volume.reason())
                    .endObject();
        }
        json.endArray()
                .field("protectedObjects", plan.protectedObjects())
                .field("protectedBytes", plan.protectedBytes())
                .field("freedBytes", plan.freedBytes());
        if (result == null) {
            json.field("movedBytes", plan.movedBytes());
        } else {
            json.field("movedBytes", result.movedBytes())
                    .field("compactedVolumes", result.compactedVolumes())
                    .field("deletedObjects", result.deletedObjects())
                    .field("deletedBytes", result.deletedBytes())
                    .field("waitingObjects", result.waitingObjects())
                    .texts("problems", result.problems());
            result.dueAt().ifPresent(due -> json.field("dueAt", due.toString()));
        }
        json.end();
    }
}
