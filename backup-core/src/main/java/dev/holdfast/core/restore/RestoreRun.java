package dev.holdfast.core.restore;

import dev.holdfast.api.Progress;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.FrozenException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.restore.RestoreResult;
import dev.holdfast.core.arrival.Tally;
import dev.holdfast.core.catalog.listing.ListingCursor;
import dev.holdfast.core.failure.Problem;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.restore.plan.Choice;
import dev.holdfast.core.restore.plan.Planning;
import dev.holdfast.core.restore.plan.RestoreSettings;
import dev.holdfast.core.target.TargetDirectory;
import dev.holdfast.core.work.ProgressReporter;
import java.io.IOException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * One restore from the first look at the listing to the last directory's time. For one thread; the workers fetch and
 * write.
 */
final class RestoreRun {

    private final RestoreContext context;
    private final RestoreSettings settings;
    private final Tally tally = new Tally();
    private volatile Object current = EntryPath.ROOT;

    RestoreRun(RestoreContext context, RestoreSettings settings) {
        this.context = context;
        this.settings = settings;
    }

    RestoreResult run() {
        try (OpenSnapshot snapshot = context.opening().get();
                ProgressReporter progress = new ProgressReporter(
                        settings.listener(),
                        ProgressReporter.Source.of(
                                tally::entries,
                                tally.restoredBytes::sum,
                                snapshot.ranges()::fetchedBytes,
                                () -> current.toString()),
                        context.nanoTime(),
                        context.workers().reports())) {
            List<Choice> choices = Choice.all(snapshot, settings);
            if (choices.size() == 1 && choices.get(0).path().isRoot()) {
                progress.totalBytes(snapshot.manifest().totals().bytes());
            }
            FirstBlock first = FirstBlock.open(snapshot, choices);
            Planning planning = context.planning(settings);
            if (settings.thaw() != null || settings.waitInterval() != null) {
                planning.makeReadable(snapshot, choices, context.pause(), news -> current = news);
                current = EntryPath.ROOT;
            }
            try {
                restore(snapshot, choices, first, progress);
            } catch (FrozenException e) {
                throw planning.explain(snapshot, choices, e);
            }
            return new RestoreOutcome(
                    context.snapshot(),
                    context.head(),
                    tally.restoredEntries.sum(),
                    tally.restoredBytes.sum(),
                    tally.equalEntries.sum(),
                    tally.keptEntries.sum(),
                    snapshot.ranges().fetchedBytes(),
                    progress.elapsed(),
                    tally.failures(),
                    tally.failureCount(),
                    tally.notices());
        }
    }

    private void restore(OpenSnapshot snapshot, List<Choice> choices, FirstBlock first, ProgressReporter progress) {
        try (RestoreTools tools = RestoreTools.of(snapshot, settings, context.workers(), first, tally)) {
            progress.phase(Progress.Phase.TRANSFERRING);
            restore(choices, tools);
            progress.phase(Progress.Phase.FINISHING);
        } catch (CancelledException e) {
            throw new CancelledException(
                    "the restore was interrupted after " + tally.restoredEntries.sum()
                            + " entries; what was restored so far stays, run it again to go on",
                    e);
        }
    }

    private void restore(List<Choice> choices, RestoreTools tools) {
        Map<Choice, Map<EntryPath, EntryPath>> adopted = new IdentityHashMap<>();
        try (TargetDirectory target = Choice.openTarget(choices, settings, context.posix())) {
            for (int i = 0; i < choices.size(); i++) {
                Choice choice = choices.get(i);
                TreeRestore tree = new TreeRestore(
                        tools,
                        choice,
                        choice.in(target, i == 0),
                        adopted.computeIfAbsent(choice.base(), base -> new HashMap<>()));
                walk(tools.snapshot(), choice, tree);
            }
        } catch (IOException e) {
            Problem reason = Problem.of("cannot restore to " + settings.target(), e);
            choices.forEach(choice -> tally.failed(choice.path(), reason));
        }
    }

    private void walk(OpenSnapshot snapshot, Choice choice, TreeRestore tree) {
        EntryPath from = choice.path();
        ListingCursor cursor = snapshot.from(from);
        while (cursor.next() && cursor.entry().path().startsWith(from)) {
            current = cursor.entry().path();
            if (!choice.isElsewhere(cursor.entry().path())) {
                tree.add(cursor.entry());
            }
        }
        tree.end();
    }
}
