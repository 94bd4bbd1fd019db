package dev.holdfast.examples.command.output;

import dev.holdfast.api.restore.RestorePlan;
import dev.holdfast.api.storage.ThawingStorage.State;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;

/** What {@code restore --dry-run} prints. */
public final class RestorePlanText {

    private final Report report;
    private final ZoneId zone;

    public RestorePlanText(Report report, ZoneId zone) {
        this.report = report;
        this.zone = zone;
    }

    public void show(RestorePlan plan) {
        if (report.isJson()) {
            json(plan);
        } else {
            text(plan);
        }
        report.wrong("would fail", plan.failures(), plan.failureCount());
        report.wrong("missing", plan.missingVolumes(), plan.missingVolumes().size());
    }

    private void text(RestorePlan plan) {
        line("Would restore snapshot " + plan.snapshot().id() + " of "
                + Times.iso(plan.snapshot().time(), zone));
        line("  content: " + Amounts.count(plan.files(), "file", "files") + ", " + Amounts.bytes(plan.contentBytes())
                + "; what is there and equal is not counted");
        line("  fetch:   " + Amounts.bytes(plan.transferBytes()) + " of "
                + Amounts.count(plan.volumes().size(), "volume", "volumes") + " in about "
                + Amounts.count(plan.requests(), "request", "requests")
                + classes(plan.transferBytesByStorageClass()));
        long frozen = plan.volumeCount(State.FROZEN);
        long thawing = plan.volumeCount(State.THAWING);
        if (frozen + thawing > 0) {
            line("  volumes: " + Amounts.count(plan.volumeCount(State.READY)) + " ready, " + Amounts.count(thawing)
                    + " thawing, " + Amounts.count(frozen) + " frozen");
        }
        if (frozen > 0) {
            long bytes = plan.frozenBytesByStorageClass().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            line("  thaw:    " + Amounts.bytes(bytes) + " in " + Amounts.count(frozen, "request", "requests")
                    + classes(plan.frozenBytesByStorageClass()) + "; --thaw TIER asks for it");
        }
    }

    private static String classes(Map<String, Long> bytes) {
        StringBuilder text = new StringBuilder();
        bytes.forEach((name, amount) -> text.append(text.isEmpty() ? ": " : ", ")
                .append(name)
                .append(' ')
                .append(Amounts.bytes(amount)));
        return text.toString();
    }

    private void line(String text) {
        report.out().print(text + "\n");
    }

    private void json(RestorePlan plan) {
        JsonText json = report.json()
                .field("command", "restore")
                .field("dryRun", true)
                .field("snapshot", plan.snapshot().id().value())
                .field("time", plan.snapshot().time().toString());
        SnapshotText.head(json, plan.head());
        json.field("files", plan.files())
                .field("contentBytes", plan.contentBytes())
                .field("requests", plan.requests())
                .field("transferBytes", plan.transferBytes())
                .field("readyVolumes", plan.volumeCount(State.READY))
                .field("thawingVolumes", plan.volumeCount(State.THAWING))
                .field("frozenVolumes", plan.volumeCount(State.FROZEN));
        SnapshotText.storageClasses(json, "transferStorageClasses", plan.transferBytesByStorageClass());
        SnapshotText.storageClasses(json, "frozenStorageClasses", plan.frozenBytesByStorageClass());
        json.beginArray("volumes");
        for (RestorePlan.Volume volume : plan.volumes()) {
            json.beginObject()
                    .field("object", volume.object())
                    .field("bytes", volume.sizeBytes())
                    .field("transferBytes", volume.transferBytes())
                    .field("state", volume.readiness().state().name().toLowerCase(Locale.ROOT));
            volume.storageClass().ifPresent(name -> json.field("storageClass", name));
            volume.readiness().readyUntil().ifPresent(time -> json.field("readyUntil", time.toString()));
            json.endObject();
        }
        json.endArray().texts("missingVolumes", plan.missingVolumes());
        SnapshotText.failures(json, plan.failures(), plan.failureCount());
        json.end();
    }
}
