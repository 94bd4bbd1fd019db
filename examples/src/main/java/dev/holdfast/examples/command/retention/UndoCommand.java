package dev.holdfast.examples.command.retention;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.retention.UndoResult;
import dev.holdfast.api.retention.UndoableRemoval;
import dev.holdfast.examples.command.line.CommandLine;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.line.Word;
import dev.holdfast.examples.command.output.Amounts;
import dev.holdfast.examples.command.output.JsonText;
import dev.holdfast.examples.command.output.Report;
import dev.holdfast.examples.command.output.SnapshotText;
import dev.holdfast.examples.command.output.Times;
import dev.holdfast.examples.command.session.ExitCode;
import dev.holdfast.examples.command.session.Invocation;
import dev.holdfast.examples.command.session.Repositories;
import java.time.ZoneId;
import java.util.List;

/** {@code undo URL}: brings back what a removal took away, or says what could be brought back. */
public final class UndoCommand {

    private final Invocation invocation;
    private final CommandLine line;
    private final Report report;
    private final ZoneId zone;

    public UndoCommand(Invocation invocation) {
        this.invocation = invocation;
        this.line = invocation.line();
        this.report = invocation.report();
        this.zone = invocation.zone();
    }

    public ExitCode run() {
        int record = line.number(Option.RECORD, 1, Integer.MAX_VALUE, 0);
        Word url = line.operand(0);
        BackupRepository opened = new Repositories(invocation).withoutKeysIfThere(url);
        if (opened == null) {
            new RetentionText(report, line.verb(), zone).nothingStored(url);
            return ExitCode.DONE;
        }
        try (BackupRepository repository = opened) {
            if (line.has(Option.DRY_RUN)) {
                preview(repository, record);
            } else {
                undo(repository, record);
            }
        }
        return ExitCode.DONE;
    }

    private void preview(BackupRepository repository, int record) {
        List<UndoableRemoval> removals = repository.undoable().stream()
                .filter(removal -> record == 0 || removal.record() == record)
                .toList();
        if (removals.isEmpty()) {
            throw new NotFoundException(
                    record == 0
                            ? "there is no removal that can be undone"
                            : "there is no removal of record " + record + " that can be undone");
        }
        if (report.isJson()) {
            JsonText json =
                    report.json().field("command", "undo").field("dryRun", true).beginArray("removals");
            for (UndoableRemoval removal : removals) {
                json.beginObject()
                        .field("record", removal.record())
                        .field("time", removal.time().toString())
                        .field("undoableUntil", removal.undoableUntil().toString())
                        .texts("snapshots", removal.snapshots())
                        .endObject();
            }
            json.endArray().end();
        }
        report.summary("Would bring back what record " + removals.get(0).record() + " had removed");
        for (UndoableRemoval removal : removals) {
            report.summary("  record " + removal.record() + " of " + Times.iso(removal.time(), zone) + ", until "
                    + Times.iso(removal.undoableUntil(), zone) + ": "
                    + Amounts.count(removal.snapshots().size(), "snapshot", "snapshots"));
            removal.snapshots().forEach(snapshot -> report.summary("    " + snapshot));
        }
    }

    private void undo(BackupRepository repository, int record) {
        UndoResult result = record == 0 ? repository.undo() : repository.undo(record);
        if (report.isJson()) {
            JsonText json = report.json()
                    .field("command", "undo")
                    .field("record", result.record())
                    .texts("snapshots", result.restored());
            SnapshotText.head(json, result.head());
            json.end();
        }
        report.summary("Brought back " + Amounts.count(result.restored().size(), "snapshot", "snapshots")
                + " that record " + result.record() + " had removed");
        result.restored().forEach(snapshot -> report.summary("  " + snapshot));
    }
}
