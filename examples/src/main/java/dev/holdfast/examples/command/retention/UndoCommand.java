package dev.holdfast.examples.command.retention;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.retention.UndoResult;
import dev.holdfast.examples.command.line.CommandLine;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.output.Amounts;
import dev.holdfast.examples.command.output.JsonText;
import dev.holdfast.examples.command.output.Report;
import dev.holdfast.examples.command.output.SnapshotText;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/** {@code undo URL}: brings back what a removal took away. */
public final class UndoCommand {

    private final CommandLine line;
    private final Report report;

    public UndoCommand(CommandLine line, Report report) {
        this.line = line;
        this.report = report;
    }

    /** @param opening opens the repository */
    public void run(Supplier<BackupRepository> opening) {
        int record = line.number(Option.RECORD, 1, Integer.MAX_VALUE, 0);
        BackupRepository opened;
        try {
            opened = opening.get();
        } catch (NotFoundException e) {
            new RetentionText(report, line.verb(), ZoneOffset.UTC).nothingStored(line.operand(0));
            return;
        }
        try (BackupRepository repository = opened) {
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
}
