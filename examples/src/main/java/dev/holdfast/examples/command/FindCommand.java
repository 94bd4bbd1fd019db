package dev.holdfast.examples.command;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.find.EntryVersion;
import dev.holdfast.api.find.Find;
import dev.holdfast.api.find.FoundEntry;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.selection.Glob;
import dev.holdfast.examples.command.line.CommandLine;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.line.UsageException;
import dev.holdfast.examples.command.line.Word;
import dev.holdfast.examples.command.output.Amounts;
import dev.holdfast.examples.command.output.JsonText;
import dev.holdfast.examples.command.output.Report;
import dev.holdfast.examples.command.output.Times;
import dev.holdfast.examples.command.session.ExitCode;
import dev.holdfast.examples.command.session.Invocation;
import dev.holdfast.examples.command.session.Repositories;
import dev.holdfast.examples.command.session.SnapshotChoice;
import dev.holdfast.examples.command.settings.SizeStrings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** {@code find PATTERN URL}: which paths match in any snapshot, and what versions of each there are. */
final class FindCommand {

    private final Invocation invocation;
    private final CommandLine line;
    private final Report report;

    FindCommand(Invocation invocation) {
        this.invocation = invocation;
        this.line = invocation.line();
        this.report = invocation.report();
    }

    ExitCode run() {
        Word pattern = line.operand(0);
        Glob glob = Glob.ofBytes(pattern.bytes());
        SnapshotChoice choice = new SnapshotChoice(invocation);
        // Wrong conditions are told before the store is asked.
        List<Consumer<Find>> conditions = conditions();
        try (BackupRepository repository = new Repositories(invocation).toList(line.operand(1))) {
            Find find = repository.find().matching(glob);
            conditions.forEach(condition -> condition.accept(find));
            if (choice.isGiven()) {
                find.snapshot(choice.of(repository));
            } else {
                choice.among(repository).all().forEach(find::snapshot);
            }
            List<FoundEntry> found = find.run();
            if (report.isJson()) {
                json(pattern, found);
            } else if (found.isEmpty()) {
                throw new NotFoundException("nothing matches \"" + pattern + "\""
                        + (conditions.isEmpty() ? "" : " and fulfils the conditions"));
            } else {
                found.forEach(this::lines);
            }
            return found.isEmpty() ? ExitCode.NOT_FOUND : ExitCode.DONE;
        }
    }

    private List<Consumer<Find>> conditions() {
        List<Consumer<Find>> conditions = new ArrayList<>();
        Word type = line.value(Option.TYPE);
        if (type != null) {
            EntryType wanted = type(type);
            conditions.add(find -> find.type(wanted));
        }
        OptionalLong least = SizeStrings.bytes(line, Option.MIN_SIZE);
        OptionalLong most = SizeStrings.bytes(line, Option.MAX_SIZE);
        least.ifPresent(bytes -> conditions.add(find -> find.minSize(bytes)));
        most.ifPresent(bytes -> conditions.add(find -> find.maxSize(bytes)));
        Instant since = invocation.time(Option.MODIFIED_SINCE);
        if (since != null) {
            conditions.add(find -> find.modifiedSince(since));
        }
        Instant before = invocation.time(Option.MODIFIED_BEFORE);
        if (before != null) {
            conditions.add(find -> find.modifiedBefore(before));
        }
        return conditions;
    }

    /** By the name that the output has, or by the letter of find(1). */
    private static EntryType type(Word word) {
        return switch (word.toString()) {
            case "file", "f" -> EntryType.FILE;
            case "directory", "d" -> EntryType.DIRECTORY;
            case "symlink", "l" -> EntryType.SYMLINK;
            case "fifo", "p" -> EntryType.FIFO;
            case "character_device", "c" -> EntryType.CHARACTER_DEVICE;
            case "block_device", "b" -> EntryType.BLOCK_DEVICE;
            default ->
                throw new UsageException(
                        "--type takes file, directory, symlink, fifo, character_device or block_device," + " not \""
                                + word + "\"");
        };
    }

    private void lines(FoundEntry entry) {
        report.out().print(entry.path() + "\n");
        for (EntryVersion version : entry.versions()) {
            String snapshots = version.snapshots() == 1
                    ? version.first().id().value()
                    : version.first().id() + " to " + version.last().id() + ", "
                            + Amounts.count(version.snapshots(), "snapshot", "snapshots");
            report.out()
                    .print("  " + Times.iso(version.entry().modified(), invocation.zone()) + "  "
                            + version.entry().type().name().toLowerCase(Locale.ROOT) + ", "
                            + Amounts.bytes(version.entry().sizeBytes()) + "  in " + snapshots + "\n");
        }
    }

    private void json(Word pattern, List<FoundEntry> found) {
        JsonText json = report.json()
                .field("command", "find")
                .field("pattern", pattern.toString())
                .beginArray("entries");
        for (FoundEntry entry : found) {
            json.beginObject().path(entry.path()).beginArray("versions");
            for (EntryVersion version : entry.versions()) {
                json.beginObject()
                        .field("type", version.entry().type().name().toLowerCase(Locale.ROOT))
                        .field("bytes", version.entry().sizeBytes())
                        .field("modified", version.entry().modified().toString())
                        .field("firstSnapshot", version.first().id().value())
                        .field("firstTime", version.first().time().toString())
                        .field("lastSnapshot", version.last().id().value())
                        .field("lastTime", version.last().time().toString())
                        .field("snapshots", version.snapshots())
                        .endObject();
            }
            json.endArray().endObject();
        }
        json.endArray().end();
    }
}
