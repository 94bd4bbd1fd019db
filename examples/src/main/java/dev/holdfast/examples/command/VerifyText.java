package dev.holdfast.examples.command;

import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.verify.Finding;
import dev.holdfast.api.verify.VerifyResult;
import dev.holdfast.examples.command.line.CommandLine;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.line.Word;
import dev.holdfast.examples.command.output.Amounts;
import dev.holdfast.examples.command.output.JsonText;
import dev.holdfast.examples.command.output.Report;
import dev.holdfast.examples.command.output.SnapshotText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says exactly what a check has looked at, what it has not, and what is wrong. */
final class VerifyText {

    private final Report report;
    private final CommandLine line;

    VerifyText(Report report, CommandLine line) {
        this.report = report;
        this.line = line;
    }

    /** @param live what was compared; null for nothing */
    void show(VerifyResult result, @Nullable Word live) {
        if (report.isJson()) {
            json(result);
        }
        report.summary("Verified " + Amounts.count(result.snapshots(), "snapshot", "snapshots") + " as of "
                + result.head() + " in " + Amounts.duration(result.elapsed()));
        checked(result, live);
        List<String> unchecked = unchecked(result, live != null);
        if (!unchecked.isEmpty()) {
            report.summary("  not checked: " + String.join("; ", unchecked));
        }
        report.summary("  fetched: " + Amounts.bytes(result.fetchedBytes()));
        wrong(result);
    }

    private void checked(VerifyResult result, @Nullable Word live) {
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
            report.summary(
                    "  checked: " + Amounts.count(result.comparedEntries(), "entry", "entries") + " against " + live);
        }
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

    private void wrong(VerifyResult result) {
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
            json.beginObject().field("severity", finding.severity().name().toLowerCase(Locale.ROOT));
            finding.object().ifPresent(key -> json.field("object", key));
            finding.path().ifPresent(json::path);
            json.field("message", finding.message()).endObject();
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
