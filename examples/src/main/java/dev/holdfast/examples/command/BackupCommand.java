package dev.holdfast.examples.command;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.backup.Backup;
import dev.holdfast.api.backup.BackupPreview;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.selection.Selection;
import dev.holdfast.api.verify.VerifyResult;
import dev.holdfast.examples.command.line.CommandLine;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.line.UsageException;
import dev.holdfast.examples.command.line.Verb;
import dev.holdfast.examples.command.line.Word;
import dev.holdfast.examples.command.output.Amounts;
import dev.holdfast.examples.command.output.BackupPreviewText;
import dev.holdfast.examples.command.output.DeltaText;
import dev.holdfast.examples.command.output.JsonText;
import dev.holdfast.examples.command.output.ProgressLine;
import dev.holdfast.examples.command.output.Report;
import dev.holdfast.examples.command.output.SnapshotText;
import dev.holdfast.examples.command.session.ExitCode;
import dev.holdfast.examples.command.session.Invocation;
import dev.holdfast.examples.command.session.Repositories;
import dev.holdfast.examples.command.settings.CompressionOptions;
import dev.holdfast.examples.command.settings.SelectionOptions;
import dev.holdfast.examples.command.settings.TagStrings;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code backup SOURCE URL}. */
final class BackupCommand {

    private final Invocation invocation;
    private final CommandLine line;
    private final Report report;

    BackupCommand(Invocation invocation) {
        this.invocation = invocation;
        this.line = invocation.line();
        this.report = invocation.report();
    }

    ExitCode run() {
        Path source = line.operand(0).path();
        Selection selection = new SelectionOptions(line, invocation.clock()).selection();
        invocation.atMostOneOf(Option.FULL, Option.INCREMENTAL, Option.FULL_IF_OLDER_THAN);
        invocation.atMostOneOf(Option.FULL, Option.REPAIR);
        invocation.atMostOneOf(Option.DRY_RUN, Option.REPAIR);
        invocation.atMostOneOf(Option.CREATE, Option.INCREMENTAL);
        invocation.atMostOneOf(Option.CREATE, Option.DRY_RUN);
        Duration fullAge = fullAge();
        List<String> tags = tags();
        // What is mistyped must not leave an empty repository behind.
        requireSource(source);
        selection.requireFits(line.operand(0).bytes());
        try (BackupRepository repository = repository(line.operand(1));
                ProgressLine progress = report.progressLine("stored")) {
            VerifyResult damage = line.has(Option.REPAIR) ? check(repository) : null;
            Backup backup = repository.backup().source(source, selection).onProgress(progress);
            tags.forEach(backup::tag);
            if (line.has(Option.ALLOW_SOURCE_MISMATCH)) {
                backup.allowSourceMismatch();
            }
            chooseKind(backup, fullAge);
            if (damage != null) {
                backup.repair(damage);
            }
            if (line.has(Option.SKIP_IF_NO_CHANGE)) {
                backup.skipIfUnchanged();
            }
            return line.has(Option.DRY_RUN) ? preview(backup, progress) : run(backup, progress);
        }
    }

    private void requireSource(Path source) {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(source, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw new NotFoundException("there is no source " + line.operand(0));
        } catch (AccessDeniedException e) {
            throw unreadable("permission denied");
        } catch (IOException e) {
            throw unreadable(String.valueOf(e.getMessage()));
        }
        if (!attributes.isDirectory() && !attributes.isRegularFile()) {
            throw unreadable("a source is a directory or a regular file");
        }
    }

    private NotFoundException unreadable(String reason) {
        return new NotFoundException(
                "cannot read the source " + line.operand(0) + ": " + reason + "; nothing was backed up");
    }

    private List<String> tags() {
        return line.values(Option.TAG).stream()
                .map(tag -> TagStrings.tag(Option.TAG, tag.text()))
                .toList();
    }

    private @Nullable Duration fullAge() {
        Instant oldest = invocation.time(Option.FULL_IF_OLDER_THAN);
        if (oldest == null) {
            return null;
        }
        Duration age = Duration.between(oldest, invocation.clock().instant());
        if (age.isNegative()) {
            throw new UsageException("--full-if-older-than names a time in the future");
        }
        return age;
    }

    private VerifyResult check(BackupRepository repository) {
        try (ProgressLine progress = report.progressLine("fetched")) {
            VerifyResult result = repository.verify().onProgress(progress).run();
            progress.end();
            report.wrong("damaged", result.findings(), result.findingCount());
            return result;
        }
    }

    private BackupRepository repository(Word url) {
        Repositories repositories = new Repositories(invocation);
        if (isIncremental()) {
            return repositories.toContinue(url);
        }
        return line.has(Option.DRY_RUN) ? repositories.toPreview(url) : repositories.toWrite(url);
    }

    private ExitCode run(Backup backup, ProgressLine progress) {
        BackupResult result = backup.run();
        progress.end();
        show(result);
        return result.failureCount() > 0 ? ExitCode.INCOMPLETE : ExitCode.DONE;
    }

    private ExitCode preview(Backup backup, ProgressLine progress) {
        BackupPreview preview = backup.dryRun();
        progress.end();
        new BackupPreviewText(report).show(preview);
        return preview.failureCount() > 0 ? ExitCode.INCOMPLETE : ExitCode.DONE;
    }

    private boolean isIncremental() {
        return line.verb() == Verb.INCREMENTAL_BACKUP || line.has(Option.INCREMENTAL);
    }

    private void chooseKind(Backup backup, @Nullable Duration fullAge) {
        if (line.verb() == Verb.FULL_BACKUP || line.has(Option.FULL)) {
            backup.full();
        } else if (isIncremental()) {
            backup.incremental();
        } else if (fullAge != null) {
            backup.fullIfOlderThan(fullAge);
        }
    }

    private void show(BackupResult result) {
        Snapshot snapshot = result.snapshot();
        if (report.isJson()) {
            json(result, snapshot);
        }
        String kind = snapshot.kind() == SnapshotKind.FULL ? "Full snapshot " : "Incremental snapshot ";
        report.summary((result.committed() ? kind + snapshot.id() : "No change since snapshot " + snapshot.id())
                + " in " + Amounts.duration(result.elapsed()));
        report.summary("  files:  " + Amounts.count(result.newFiles()) + " new, " + Amounts.count(result.changedFiles())
                + " changed, " + Amounts.count(result.unchangedFiles()) + " unchanged; "
                + Amounts.count(result.removedEntries(), "entry", "entries") + " removed");
        report.summary("  read:   " + Amounts.bytes(result.readBytes()) + " of " + Amounts.bytes(snapshot.bytes())
                + ", " + Amounts.bytes(result.deduplicatedBytes()) + " of it stored already");
        report.summary("  stored: " + Amounts.bytes(result.storedBytes()) + " in "
                + Amounts.count(result.storedObjects(), "object", "objects"));
        report.summary("  head:   " + result.head());
        String compression = CompressionOptions.remark(line);
        if (!compression.isEmpty()) {
            report.summary("  note:   " + compression);
        }
        report.notices(result.notices());
        report.failures(result.failures(), result.failureCount());
    }

    private void json(BackupResult result, Snapshot snapshot) {
        JsonText json = report.json().field("command", "backup");
        SnapshotText.fields(json, snapshot);
        json.field("committed", result.committed())
                .field("newFiles", result.newFiles())
                .field("changedFiles", result.changedFiles())
                .field("unchangedFiles", result.unchangedFiles())
                .field("removedEntries", result.removedEntries())
                .field("readBytes", result.readBytes())
                .field("deduplicatedBytes", result.deduplicatedBytes())
                .field("storedObjects", result.storedObjects())
                .field("milliseconds", result.elapsed().toMillis());
        DeltaText.fields(json, result.delta());
        SnapshotText.outcome(json, result.head(), result.notices(), result.failures(), result.failureCount());
        json.end();
    }
}
