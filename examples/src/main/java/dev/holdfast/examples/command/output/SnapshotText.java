package dev.holdfast.examples.command.output;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.model.Notice;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Fields that several results have. */
public final class SnapshotText {

    private SnapshotText() {}

    /** What the log says of a snapshot, even if its manifest is lost. */
    public static void identity(JsonText json, Snapshot snapshot) {
        json.field("snapshot", snapshot.id().value())
                .field("time", snapshot.time().toString())
                .field("kind", kind(snapshot))
                .field("chain", snapshot.chain().value());
    }

    public static void fields(JsonText json, Snapshot snapshot) {
        identity(json, snapshot);
        if (snapshot.parent().isPresent()) {
            json.field("parent", snapshot.parent().get().value());
        }
        json.texts("tags", snapshot.tags())
                .field("files", snapshot.files())
                .field("directories", snapshot.directories())
                .field("bytes", snapshot.bytes())
                .field("storedBytes", snapshot.storedBytes())
                .field("signed", snapshot.signed())
                .texts("recipients", snapshot.recipients());
    }

    public static String kind(Snapshot snapshot) {
        return snapshot.kind() == SnapshotKind.FULL ? "full" : "incremental";
    }

    public static void head(JsonText json, Head head) {
        json.field("headNumber", head.number()).field("headSha256", head.sha256());
    }

    /** @param bytes by storage class */
    public static void storageClasses(JsonText json, String name, Map<String, Long> bytes) {
        json.beginArray(name);
        bytes.forEach((storageClass, amount) -> json.beginObject()
                .field("name", storageClass)
                .field("bytes", amount)
                .endObject());
        json.endArray();
    }

    public static void outcome(
            JsonText json, Head head, List<Notice> notices, List<Failure> failures, long failureCount) {
        head(json, head);
        problems(json, notices, failures, failureCount);
    }

    static void problems(JsonText json, List<Notice> notices, List<Failure> failures, long failureCount) {
        json.texts("notices", notices);
        failures(json, failures, failureCount);
    }

    static void failures(JsonText json, List<Failure> failures, long failureCount) {
        json.field("failureCount", failureCount).beginArray("failures");
        for (Failure failure : failures) {
            json.beginObject()
                    .path(failure.path())
                    .field(
                            "kind",
                            failure.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                    .field("reason", failure.reason())
                    .endObject();
        }
        json.endArray();
    }
}
