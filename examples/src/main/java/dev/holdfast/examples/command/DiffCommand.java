package dev.holdfast.examples.command;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.Snapshots;
import dev.holdfast.api.delta.Difference;
import dev.holdfast.api.delta.SnapshotDiff;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.examples.command.output.DeltaText;
import dev.holdfast.examples.command.output.JsonText;
import dev.holdfast.examples.command.output.Report;
import dev.holdfast.examples.command.output.SnapshotText;
import dev.holdfast.examples.command.session.ExitCode;
import dev.holdfast.examples.command.session.Invocation;
import dev.holdfast.examples.command.session.Repositories;
import dev.holdfast.examples.command.session.SnapshotChoice;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code diff URL}: what differs between two snapshots; by default, between the newest and the one before it. */
final class DiffCommand {

    private final Invocation invocation;
    private final Report report;
    private final Map<Difference.Kind, Long> counts = new EnumMap<>(Difference.Kind.class);

    DiffCommand(Invocation invocation) {
        this.invocation = invocation;
        this.report = invocation.report();
    }

    ExitCode run() {
        SnapshotChoice first = new SnapshotChoice(invocation);
        SnapshotChoice second = SnapshotChoice.second(invocation);
        try (BackupRepository repository =
                new Repositories(invocation).toList(invocation.line().operand(0))) {
            Snapshots snapshots = first.among(repository);
            Snapshot after = second.of(snapshots);
            Snapshot before = first.isGiven() ? first.of(snapshots) : before(snapshots, after);
            requireEntry(first.path(), before, after);
            SnapshotDiff diff = repository.diff(before, after).below(first.path());
            try (Stream<Difference> differences = diff.differences()) {
                if (report.isJson()) {
                    json(diff, differences.iterator());
                } else {
                    lines(differences.iterator());
                }
            }
            report.summary(DeltaText.counts(
                            count(Difference.Kind.ADDED),
                            count(Difference.Kind.REMOVED),
                            count(Difference.Kind.CHANGED),
                            count(Difference.Kind.MOVED))
                    + " from " + before.id() + " to " + after.id());
        }
        return counts.isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    private static void requireEntry(EntryPath path, Snapshot before, Snapshot after) {
        if (!path.isRoot() && after.entry(path).isEmpty() && before.entry(path).isEmpty()) {
            throw new NotFoundException(
                    "neither " + before.id() + " nor " + after.id() + " has an entry \"" + path + "\"");
        }
    }

    private static Snapshot before(Snapshots snapshots, Snapshot after) {
        List<Snapshot> all = snapshots.all();
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i).id().equals(after.id())) {
                return all.get(i - 1);
            }
        }
        throw new NotFoundException("there is no snapshot before " + after.id() + " to compare it with");
    }

    private long count(Difference.Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    private void lines(Iterator<Difference> differences) {
        while (differences.hasNext()) {
            Difference difference = differences.next();
            counts.merge(difference.kind(), 1L, Long::sum);
            report.out().print(DeltaText.line(difference) + "\n");
        }
    }

    private void json(SnapshotDiff diff, Iterator<Difference> differences) {
        JsonText json = report.json().field("command", "diff");
        json.beginObject("before");
        SnapshotText.fields(json, diff.before());
        json.endObject().beginObject("after");
        SnapshotText.fields(json, diff.after());
        json.endObject().beginArray("differences");
        while (differences.hasNext()) {
            Difference difference = differences.next();
            counts.merge(difference.kind(), 1L, Long::sum);
            DeltaText.element(json, difference);
        }
        json.endArray()
                .field("added", count(Difference.Kind.ADDED))
                .field("removed", count(Difference.Kind.REMOVED))
                .field("changed", count(Difference.Kind.CHANGED))
                .field("moved", count(Difference.Kind.MOVED))
                .end();
    }
}
