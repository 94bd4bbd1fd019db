package dev.holdfast.examples.command.output;

import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.backup.BackupPreview;
import dev.holdfast.api.delta.Delta;
import dev.holdfast.api.delta.Difference;
import dev.holdfast.api.model.SnapshotId;

/** Writes what a backup would do. */
public final class BackupPreviewText {

    private final Report report;

    public BackupPreviewText(Report report) {
        this.report = report;
    }

    public void show(BackupPreview preview) {
        Delta delta = preview.delta();
        if (report.isJson()) {
            json(preview, delta);
        } else {
            for (Difference difference : delta.differences()) {
                report.out().print(DeltaText.line(difference) + "\n");
            }
            String kind = preview.kind() == SnapshotKind.FULL ? "full" : "incremental";
            report.summary("A dry run; nothing was stored. It would be a new " + kind + " snapshot"
                    + preview.parent().map(parent -> " after " + parent).orElse(""));
            report.summary(
                    "  entries: " + DeltaText.counts(delta.added(), delta.removed(), delta.changed(), delta.moved()));
            report.summary("  to read: " + Amounts.count(preview.filesToRead(), "file", "files") + ", "
                    + Amounts.bytes(preview.bytesToRead()) + "; unchanged: " + Amounts.count(preview.unchangedFiles()));
        }
        report.notices(preview.notices());
        report.failures(preview.failures(), preview.failureCount());
    }

    private void json(BackupPreview preview, Delta delta) {
        JsonText json = report.json()
                .field("command", "backup")
                .field("dryRun", true)
                .field("kind", preview.kind() == SnapshotKind.FULL ? "full" : "incremental");
        preview.parent().map(SnapshotId::value).ifPresent(parent -> json.field("parent", parent));
        json.field("filesToRead", preview.filesToRead())
                .field("bytesToRead", preview.bytesToRead())
                .field("unchangedFiles", preview.unchangedFiles())
                .field("milliseconds", preview.elapsed().toMillis());
        DeltaText.fields(json, delta);
        json.beginArray("differences");
        for (Difference difference : delta.differences()) {
            DeltaText.element(json, difference);
        }
        json.endArray();
        SnapshotText.problems(json, preview.notices(), preview.failures(), preview.failureCount());
        json.end();
    }
}
