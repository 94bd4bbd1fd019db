package dev.holdfast.examples.command;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.selection.Selection;
import dev.holdfast.api.verify.Finding;
import dev.holdfast.api.verify.Verification;
import dev.holdfast.api.verify.VerifyResult;
import dev.holdfast.examples.command.line.CommandLine;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.line.UsageException;
import dev.holdfast.examples.command.line.Word;
import dev.holdfast.examples.command.output.Amounts;
import dev.holdfast.examples.command.output.JsonText;
import dev.holdfast.examples.command.output.ProgressLine;
import dev.holdfast.examples.command.output.Report;
import dev.holdfast.examples.command.output.SnapshotText;
import dev.holdfast.examples.command.session.ExitCode;
import dev.holdfast.examples.command.session.Invocation;
import dev.holdfast.examples.command.session.Repositories;
import dev.holdfast.examples.command.session.SnapshotChoice;
import dev.holdfast.examples.command.settings.SelectionOptions;
import dev.holdfast.examples.command.settings.VolumePart;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code verify URL}: says exactly what was checked. */
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
            Verification verification = repository.verify().onProgress(progress);
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
            VerifyResult result = verification.run();
            progress.end();
            show(result, live);
            ExitCode code = code(result);
            if (code == ExitCode.INTEGRITY) {
                report.damageAdvice(
                        result.damagedSnapshots(),
                        repository.snapshots().newest().map(Snapshot::id));
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

    private static ExitCode code(VerifyResult result) {
        for (Finding finding : result.findings()) {
            if (finding.severity() == Finding.Severity.DAMAGE) {
                return ExitCode.INTEGRITY;
            }
        }
        return result.findingCount() > 0 ? ExitCode.INCOMPLETE : ExitCode.DONE;
    }

    private void show(VerifyResult result, @Nullable Live live) {
        if (report.isJson()) {
            json(result);
        }
        report.summary("Verified " + Amounts.count(result.snapshots(), "snapshot", "snapshots") + " as of "
                + result.head() + " in " + Amounts.duration(result.elapsed()));
        report.summary("  checked: presence and size of " + Amounts.count(result.objects(), "object", "objects"));
        if (result.hashedObjects() > 0) {
            report.summary("  checked: every byte of " + Amounts.count(result.hashedObjects(), "object", "objects")
                    + " against its hash");
        }
        if (result.verifiedSignatures() > 0) {
            report.summary("  checked: "
                    + Amounts.count(result.verifiedSignatures(), "signature is", "signatures are")
                    + " by an expected signer");
        }
        if (line.has(Option.DATA)) {
            report.summary("  checked: " + Amounts.count(result.openedBlocks(), "block", "blocks") + " opened, "
                    + Amounts.count(result.checkedChunks(), "chunk", "chunks")
                    + " in them compared with the catalogs by hash");
        }
        if (live != null) {
            report.summary("  checked: " + Amounts.count(result.comparedEntries(), "entry", "entries") + " against "
                    + live.directory());
        }
        List<String> unchecked = unchecked(result, live != null);
        if (!unchecked.isEmpty()) {
            report.summary("  not checked: " + String.join("; ", unchecked));
        }
        report.summary("  fetched: " + Amounts.bytes(result.fetchedBytes()));
        report.summary(
                result.findingCount() == 0
                        ? "  nothing is wrong"
                        : "  wrong: " + Amounts.count(result.findingCount(), "finding", "findings"));
        List<String> findings = new ArrayList<>();
        for (Finding finding : result.findings()) {
            findings.add(finding.severity().name().toLowerCase(Locale.ROOT) + ": " + finding);
        }
        report.wrong("wrong", findings, result.findingCount());
    }

    private List<String> unchecked(VerifyResult result, boolean isCompared) {
        List<String> unchecked = new ArrayList<>();
        if (line.has(Option.PRESENCE_ONLY)) {
            unchecked.add("the objects' bytes (leave --presence-only out)");
        }
        if (result.uncheckedSignatures() > 0) {
            unchecked.add("the signatures (--expect-signer)");
        }
        if (!line.has(Option.DATA)) {
            unchecked.add("that blocks open and hold what the catalog says (--data)");
        }
        if (!isCompared) {
            unchecked.add("the live files (--compare)");
        }
        if (result.objectsOfOtherParts() > 0) {
            unchecked.add("the bytes of " + Amounts.count(result.objectsOfOtherParts(), "volume", "volumes")
                    + " of other parts (--part)");
        }
        if (result.frozenObjects() > 0) {
            unchecked.add(Amounts.count(result.frozenObjects(), "volume", "volumes") + " in an archive class");
        }
        if (result.deletedObjects() > 0) {
            unchecked.add(Amounts.count(result.deletedObjects(), "object", "objects")
                    + " that others removed or moved meanwhile (verify again)");
        }
        return unchecked;
    }

    private void json(VerifyResult result) {
        JsonText json = report.json()
                .field("command", "verify")
                .field("snapshots", result.snapshots())
                .field("verifiedSignatures", result.verifiedSignatures())
                .field("uncheckedSignatures", result.uncheckedSignatures())
                .field("objects", result.objects())
                .field("hashedObjects", result.hashedObjects())
                .field("frozenObjects", result.frozenObjects())
                .field("objectsOfOtherParts", result.objectsOfOtherParts())
                .field("deletedObjects", result.deletedObjects())
                .field("openedBlocks", result.openedBlocks())
                .field("checkedChunks", result.checkedChunks())
                .field("comparedEntries", result.comparedEntries())
                .field("fetchedBytes", result.fetchedBytes())
                .field("milliseconds", result.elapsed().toMillis());
        SnapshotText.head(json, result.head());
        json.field("findingCount", result.findingCount()).beginArray("findings");
        for (Finding finding : result.findings()) {
            json.beginObject()
                    .field("severity", finding.severity().name().toLowerCase(Locale.ROOT))
                    .field("object", finding.object())
                    .field("message", finding.message())
                    .endObject();
        }
        json.endArray()
                .texts(
                        "damagedSnapshots",
                        result.damagedSnapshots().stream()
                                .map(SnapshotId::value)
                                .toList())
                .end();
    }
}
