package dev.holdfast.examples.command.output;

import dev.holdfast.api.SnapshotEntry;
import dev.holdfast.api.delta.Delta;
import dev.holdfast.api.delta.Difference;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes what changed. */
public final class DeltaText {

    private DeltaText() {}

    /** {@code + added}, {@code - removed}, {@code M changed  content, mode}, {@code R from -> to}. */
    public static String line(Difference difference) {
        String path = difference.path().isRoot() ? "." : difference.path().toString();
        String aspects = aspects(difference).isEmpty() ? "" : "  " + String.join(", ", aspects(difference));
        return switch (difference.kind()) {
            case ADDED -> "+ " + path;
            case REMOVED -> "- " + path;
            case CHANGED -> "M " + path + aspects;
            case MOVED -> "R " + difference.before().map(SnapshotEntry::path).orElseThrow() + " -> " + path + aspects;
        };
    }

    private static List<String> aspects(Difference difference) {
        return difference.aspects().stream()
                .map(aspect -> aspect.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.toList());
    }

    /** {@code 2 added, 1 removed, 3 changed, none moved}. */
    public static String counts(long added, long removed, long changed, long moved) {
        return Amounts.count(added) + " added, " + Amounts.count(removed) + " removed, " + Amounts.count(changed)
                + " changed, " + Amounts.count(moved) + " moved";
    }

    /** The counts of a delta as JSON. */
    public static void fields(JsonText json, Delta delta) {
        json.field("added", delta.added())
                .field("removed", delta.removed())
                .field("changed", delta.changed())
                .field("moved", delta.moved())
                .field("addedBytes", delta.addedBytes())
                .field("removedBytes", delta.removedBytes())
                .field("changedBytes", delta.changedBytes());
    }

    /** One difference as an element of an array. */
    public static void element(JsonText json, Difference difference) {
        json.beginObject().field("kind", difference.kind().name().toLowerCase(Locale.ROOT));
        json.path(difference.path());
        if (difference.kind() == Difference.Kind.MOVED) {
            difference.before().ifPresent(before -> json.path("from", before.path()));
        }
        difference.before().ifPresent(before -> json.field("bytesBefore", before.sizeBytes()));
        difference.after().ifPresent(after -> json.field("bytesAfter", after.sizeBytes()));
        json.texts("aspects", aspects(difference)).endObject();
    }
}
