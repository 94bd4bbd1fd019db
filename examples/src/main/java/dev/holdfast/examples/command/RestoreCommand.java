package dev.holdfast.examples.command;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Progress;
import dev.holdfast.api.ProgressListener;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.SnapshotEntry;
import dev.holdfast.api.error.FrozenException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.restore.ConflictPolicy;
import dev.holdfast.api.restore.Restore;
import dev.holdfast.api.restore.RestoreResult;
import dev.holdfast.api.storage.ThawingStorage.Tier;
import dev.holdfast.examples.command.line.CommandLine;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.line.UsageException;
import dev.holdfast.examples.command.line.Word;
import dev.holdfast.examples.command.output.Amounts;
import dev.holdfast.examples.command.output.JsonText;
import dev.holdfast.examples.command.output.ProgressLine;
import dev.holdfast.examples.command.output.Report;
import dev.holdfast.examples.command.output.RestorePlanText;
import dev.holdfast.examples.command.output.SnapshotText;
import dev.holdfast.examples.command.output.Times;
import dev.holdfast.examples.command.session.ExitCode;
import dev.holdfast.examples.command.session.Invocation;
import dev.holdfast.examples.command.session.Repositories;
import dev.holdfast.examples.command.session.SnapshotChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code restore URL DEST}. */
final class RestoreCommand {

    private static final int DEFAULT_DAYS = 7;
    private static final int DEFAULT_WAIT_MINUTES = 5;

    private final Invocation invocation;
    private final CommandLine line;
    private final Report report;

    RestoreCommand(Invocation invocation) {
        this.invocation = invocation;
        this.line = invocation.line();
        this.report = invocation.report();
    }

    ExitCode run() {
        Path target = line.operand(1).path();
        SnapshotChoice choice = new SnapshotChoice(invocation);
        invocation.atMostOneOf(Option.FORCE, Option.KEEP_EXISTING);
        invocation.atMostOneOf(Option.NUMERIC_OWNER, Option.NO_RESTORE_OWNERSHIP);
        Tier tier = tier();
        int days = line.number(Option.THAW_DAYS, 1, 3650, DEFAULT_DAYS);
        int waitMinutes = line.number(Option.WAIT_MINUTES, 1, 1440, DEFAULT_WAIT_MINUTES);
        if (line.has(Option.WAIT_MINUTES) && !line.has(Option.WAIT)) {
            throw new UsageException("--wait-minutes needs --wait");
        }
        try (BackupRepository repository = new Repositories(invocation).toRead(line.operand(0));
                ProgressLine progress = report.progressLine("fetched")) {
            Restore restore = restore(choice.of(repository), choice.path(), target)
                    .onProgress(line.has(Option.WAIT) ? telling(progress) : progress);
            if (line.has(Option.DRY_RUN)) {
                new RestorePlanText(report, invocation.zone()).show(restore.plan());
                return ExitCode.DONE;
            }
            if (tier != null) {
                restore.thaw(tier, days);
            }
            if (line.has(Option.WAIT)) {
                restore.waitForThaw(Duration.ofMinutes(waitMinutes));
            }
            RestoreResult result = restore.run();
            progress.end();
            show(result);
            return result.failureCount() > 0 ? ExitCode.INCOMPLETE : ExitCode.DONE;
        } catch (FrozenException e) {
            throw advising(e);
        }
    }

    /** What the options ask for, be it planned or done. */
    private Restore restore(Snapshot snapshot, EntryPath asked, Path target) {
        Restore restore =
                snapshot.restore().path(chosen(snapshot, asked, target)).as(target);
        if (line.has(Option.FORCE)) {
            restore.onConflict(ConflictPolicy.OVERWRITE);
        } else if (line.has(Option.KEEP_EXISTING)) {
            restore.onConflict(ConflictPolicy.KEEP);
        }
        if (line.has(Option.NUMERIC_OWNER)) {
            restore.numericOwners();
        } else if (line.has(Option.NO_RESTORE_OWNERSHIP)) {
            restore.withoutOwners();
        }
        renames(restore);
        return restore;
    }

    /**
     * Where SOURCE was a file, DEST becomes that file, as with Duplicity; or a directory that is there gets it, as with
     * {@code cp}.
     */
    private EntryPath chosen(Snapshot snapshot, EntryPath asked, Path target) {
        if (!asked.isRoot() || line.has(Option.RENAME) || Files.isDirectory(target)) {
            return asked;
        }
        try (Stream<SnapshotEntry> entries = snapshot.entries()) {
            List<SnapshotEntry> first = entries.limit(3).toList();
            boolean onlyAFile = first.size() == 2
                    && first.get(0).mode().isEmpty()
                    && first.get(1).type() == EntryType.FILE;
            return onlyAFile ? first.get(1).path() : asked;
        }
    }

    /** In the words of the command. */
    private static FrozenException advising(FrozenException e) {
        String advice = e.frozenObjects().isEmpty()
                ? "; with --wait it waits for them"
                : "; --thaw bulk (cheap, slow) or --thaw standard asks for them, which S3 bills; --dry-run says how much it is";
        return new FrozenException(e.getMessage() + advice, e.frozenObjects(), e.thawingObjects(), e);
    }

    /** Thawing takes hours: without a terminal, too, it is told what is waited for. */
    private ProgressListener telling(ProgressLine progress) {
        String[] told = {""};
        return news -> {
            boolean waits =
                    news.phase() == Progress.Phase.PREPARING && news.current().startsWith("waiting");
            if (waits && !report.hasTerminal() && !told[0].equals(news.current())) {
                told[0] = news.current();
                report.notice(told[0]);
            }
            progress.progress(news);
        };
    }

    /** Each {@code --rename} takes two paths. */
    private void renames(Restore restore) {
        List<Word> words = line.values(Option.RENAME);
        for (int i = 0; i < words.size(); i += 2) {
            try {
                restore.rename(
                        SnapshotChoice.path(Option.RENAME, words.get(i)),
                        SnapshotChoice.path(Option.RENAME, words.get(i + 1)));
            } catch (IllegalArgumentException e) {
                throw new UsageException("--rename: " + e.getMessage());
            }
        }
    }

    private @Nullable Tier tier() {
        Word word = line.value(Option.THAW);
        if (word == null) {
            if (line.has(Option.THAW_DAYS)) {
                throw new UsageException("--thaw-days needs --thaw");
            }
            return null;
        }
        return switch (word.toString()) {
            case "standard" -> Tier.STANDARD;
            case "bulk" -> Tier.BULK;
            case "expedited" -> Tier.EXPEDITED;
            default -> throw new UsageException("--thaw takes standard, bulk or expedited, not \"" + word + "\"");
        };
    }

    private void show(RestoreResult result) {
        Snapshot snapshot = result.snapshot();
        if (report.isJson()) {
            json(result, snapshot);
        }
        report.summary(
                restored(result) + " snapshot " + snapshot.id() + " of " + Times.iso(snapshot.time(), invocation.zone())
                        + " to " + line.operand(1) + " in " + Amounts.duration(result.elapsed()));
        report.summary("  written: " + Amounts.count(result.restoredEntries(), "entry", "entries") + ", "
                + Amounts.bytes(result.restoredBytes()));
        report.summary("  there:   " + Amounts.count(result.equalEntries()) + " equal"
                + (result.keptEntries() > 0 ? ", " + Amounts.count(result.keptEntries()) + " that differ, kept" : ""));
        report.summary("  fetched: " + Amounts.bytes(result.fetchedBytes()));
        report.notices(result.notices());
        report.failures(result.failures(), result.failureCount());
        boolean choosable = !line.has(Option.FORCE) && !line.has(Option.KEEP_EXISTING);
        if (choosable && result.failures().stream().anyMatch(it -> it.kind() == Failure.Kind.CONFLICT)) {
            report.notice(
                    "what differs was left: --force replaces it, unless it is a directory; --keep-existing is content with it");
        }
    }

    private static String restored(RestoreResult result) {
        if (result.failureCount() == 0) {
            return "Restored";
        }
        long there = result.restoredEntries() + result.equalEntries() + result.keptEntries();
        return there == 0 ? "Restored nothing of" : "Restored a part of";
    }

    private void json(RestoreResult result, Snapshot snapshot) {
        JsonText json = report.json()
                .field("command", "restore")
                .field("snapshot", snapshot.id().value())
                .field("time", snapshot.time().toString())
                .field("restoredEntries", result.restoredEntries())
                .field("restoredBytes", result.restoredBytes())
                .field("equalEntries", result.equalEntries())
                .field("keptEntries", result.keptEntries())
                .field("fetchedBytes", result.fetchedBytes())
                .field("milliseconds", result.elapsed().toMillis());
        SnapshotText.outcome(json, result.head(), result.notices(), result.failures(), result.failureCount());
        json.end();
    }
}
