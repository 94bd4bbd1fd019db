package dev.holdfast.examples.command;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.selection.Selection;
import dev.holdfast.api.verify.Finding;
import dev.holdfast.api.verify.Verification;
import dev.holdfast.api.verify.VerifyResult;
import dev.holdfast.examples.command.line.CommandLine;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.line.UsageException;
import dev.holdfast.examples.command.line.Word;
import dev.holdfast.examples.command.output.ProgressLine;
import dev.holdfast.examples.command.output.Report;
import dev.holdfast.examples.command.session.ExitCode;
import dev.holdfast.examples.command.session.Invocation;
import dev.holdfast.examples.command.session.Repositories;
import dev.holdfast.examples.command.session.SnapshotChoice;
import dev.holdfast.examples.command.settings.SelectionOptions;
import dev.holdfast.examples.command.settings.VolumePart;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** {@code verify URL [DIR]}. */
final class VerifyCommand {

    /** What a snapshot is compared with. */
    private record Live(Word directory, Selection selection) {}

    private final Invocation invocation;
    private final CommandLine line;
    private final Report report;

    VerifyCommand(Invocation invocation) {
        this.invocation = invocation;
        this.line = invocation.line();
        this.report = invocation.report();
    }

    ExitCode run() {
        // What is mistyped must not cost a check of the whole store.
        invocation.atMostOneOf(Option.PRESENCE_ONLY, Option.DATA);
        invocation.atMostOneOf(Option.PRESENCE_ONLY, Option.PART);
        VolumePart part = VolumePart.of(line);
        SnapshotChoice choice = new SnapshotChoice(invocation);
        Live live = live();
        try (BackupRepository repository = repository(live != null);
                ProgressLine progress = report.progressLine("fetched")) {
            VerifyResult result = verification(repository, choice, part, live)
                    .onProgress(progress)
                    .run();
            progress.end();
            new VerifyText(report, line).show(result, live == null ? null : live.directory());
            ExitCode code = code(result);
            if (code == ExitCode.INTEGRITY) {
                report.damageAdvice(
                        result.damagedSnapshots(),
                        repository.snapshots().newest().map(Snapshot::id),
                        line.has(Option.EXPECT_SIGNER));
            }
            return code;
        }
    }

    /** Null where nothing shall be compared. */
    private @Nullable Live live() {
        Word directory = line.value(Option.COMPARE);
        if (line.operands().size() > 1) {
            if (directory != null) {
                throw new UsageException("verify URL DIR and --compare DIR say the same; give one of them");
            }
            directory = line.operand(1);
        }
        Selection selection = new SelectionOptions(line, invocation.clock()).selection();
        if (directory == null) {
            if (!selection.equals(Selection.all()) || line.has(Option.PATH)) {
                throw new UsageException(
                        "--path, --include, --exclude and their like choose what is compared with a directory: --compare DIR");
            }
            return null;
        }
        selection.requireFits(directory.bytes());
        if (!Files.exists(directory.path())) {
            throw new NotFoundException("there is no " + directory + " to compare with");
        }
        return new Live(directory, selection);
    }

    private BackupRepository repository(boolean isCompared) {
        Repositories repositories = new Repositories(invocation);
        boolean needsKey = line.has(Option.DATA) || isCompared;
        boolean hasKey = line.has(Option.SECRET_KEY) || line.has(Option.NO_ENCRYPTION);
        Word url = line.operand(0);
        return needsKey || hasKey ? repositories.toRead(url) : repositories.withoutKeys(url);
    }

    private Verification verification(
            BackupRepository repository, SnapshotChoice choice, @Nullable VolumePart part, @Nullable Live live) {
        Verification verification = repository.verify();
        if (choice.isGiven() || line.has(Option.TAG)) {
            verification.snapshot(choice.of(repository));
        }
        if (line.has(Option.PRESENCE_ONLY)) {
            verification.presenceOnly();
        }
        if (part != null) {
            verification.part(part.number(), part.of());
        }
        if (line.has(Option.DATA)) {
            verification.data();
        }
        if (live != null) {
            verification.compare(live.directory().path(), live.selection()).path(choice.path());
        }
        return verification;
    }

    private static ExitCode code(VerifyResult result) {
        for (Finding finding : result.findings()) {
            if (finding.severity() == Finding.Severity.DAMAGE) {
                return ExitCode.INTEGRITY;
            }
        }
        return result.findingCount() > 0 ? ExitCode.INCOMPLETE : ExitCode.DONE;
    }
}
