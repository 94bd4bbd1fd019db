package dev.holdfast.examples.command;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.SnapshotEntry;
import dev.holdfast.examples.command.line.CommandLine;
import dev.holdfast.examples.command.output.JsonText;
import dev.holdfast.examples.command.output.Report;
import dev.holdfast.examples.command.output.SnapshotText;
import dev.holdfast.examples.command.output.Times;
import dev.holdfast.examples.command.session.ExitCode;
import dev.holdfast.examples.command.session.Invocation;
import dev.holdfast.examples.command.session.Repositories;
import dev.holdfast.examples.command.session.SnapshotChoice;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;

/** {@code list-current-files URL}: Duplicity's lines, a time and a path each. */
final class ListCommand {

    private final Invocation invocation;
    private final CommandLine line;
    private final Report report;

    ListCommand(Invocation invocation) {
        this.invocation = invocation;
        this.line = invocation.line();
        this.report = invocation.report();
    }

    ExitCode run() {
        SnapshotChoice choice = new SnapshotChoice(invocation);
        try (BackupRepository repository = new Repositories(invocation).toList(line.operand(0))) {
            Snapshot snapshot = choice.of(repository);
            try (Stream<SnapshotEntry> entries = snapshot.entries(choice.path())) {
                if (report.isJson()) {
                    json(snapshot, entries.iterator());
                } else {
                    lines(entries.iterator());
                }
            }
        }
        return ExitCode.DONE;
    }

    private void lines(Iterator<SnapshotEntry> entries) {
        while (entries.hasNext()) {
            SnapshotEntry entry = entries.next();
            String mark = entry.failed()
                    ? "  (could not be read, and has no content)"
                    : entry.keptFrom()
                            .map(from -> "  (could not be read; as of " + from + ")")
                            .orElse("");
            report.out()
                    .print(Times.asctime(entry.modified(), invocation.zone()) + " "
                            + (entry.path().isRoot() ? "." : entry.path()) + mark + "\n");
        }
    }

    private void json(Snapshot snapshot, Iterator<SnapshotEntry> entries) {
        JsonText json = report.json().field("command", "list-current-files");
        SnapshotText.fields(json, snapshot);
        json.beginArray("entries");
        while (entries.hasNext()) {
            entry(json, entries.next());
        }
        json.endArray().end();
    }

    private static void entry(JsonText json, SnapshotEntry entry) {
        json.beginObject()
                .path(entry.path())
                .field("type", entry.type().name().toLowerCase(Locale.ROOT))
                .field("bytes", entry.sizeBytes())
                .field("modified", entry.modified().toString());
        if (entry.mode().isPresent()) {
            json.field("mode", Integer.toOctalString(entry.mode().getAsInt()));
        }
        if (entry.userId().isPresent()) {
            json.field("userId", entry.userId().getAsLong());
        }
        if (entry.groupId().isPresent()) {
            json.field("groupId", entry.groupId().getAsLong());
        }
        if (entry.keptFrom().isPresent()) {
            json.field("keptFrom", entry.keptFrom().get().value());
        }
        if (entry.failed()) {
            json.field("failed", true);
        }
        json.endObject();
    }
}
