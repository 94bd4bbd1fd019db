package dev.holdfast.core.log;

import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;
import dev.holdfast.core.list.ItemCodec;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.store.StoredKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * A snapshot in the roster.
 *
 * @param manifest key of its manifest
 * @param sha256 of its manifest
 * @param sizeBytes of its manifest
 * @param time when its run began
 * @param partial whether it is the state of an unfinished run
 * @param signed whether a signature lies beside the manifest
 */
public record RosterEntry(
        SnapshotId snapshot,
        ObjectKey manifest,
        String sha256,
        int sizeBytes,
        SnapshotId chain,
        SnapshotKind kind,
        Instant time,
        boolean partial,
        boolean signed) {

    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    public static final ItemCodec<RosterEntry> CODEC = new ItemCodec<>() {
        @Override
        public String name(RosterEntry entry) {
            return entry.snapshot.value();
        }

        @Override
        public void write(JsonWriter json, RosterEntry entry) {
            json.string("snapshot", entry.snapshot.value());
            json.string("manifest", entry.manifest.value());
            json.string("sha256", entry.sha256);
            json.number("size", entry.sizeBytes);
            json.string("chain", entry.chain.value());
            json.snapshotKind("kind", entry.kind);
            json.time("time", entry.time);
            json.flag("partial", entry.partial);
            json.flag("signed", entry.signed);
        }

        @Override
        public RosterEntry read(JsonReader json) {
            SnapshotId snapshot = null;
            ObjectKey manifest = null;
            String sha256 = null;
            int size = 0;
            SnapshotId chain = null;
            SnapshotKind kind = null;
            Instant time = null;
            boolean partial = false;
            boolean signed = false;
            for (String member = json.nextMember(); member != null; member = json.nextMember()) {
                switch (member) {
                    case "snapshot" -> snapshot = json.snapshotId();
                    case "manifest" -> manifest = manifest(json);
                    case "sha256" -> sha256 = json.sha256();
                    case "size" -> size = json.number(Manifest.MAX_BYTES);
                    case "chain" -> chain = json.snapshotId();
                    case "kind" -> kind = json.snapshotKind();
                    case "time" -> time = json.time();
                    case "partial" -> partial = json.flag();
                    case "signed" -> signed = json.flag();
                    default -> json.skip();
                }
            }
            return new RosterEntry(
                    json.required(snapshot, "snapshot"),
                    json.required(manifest, "manifest"),
                    json.required(sha256, "sha256"),
                    size,
                    json.required(chain, "chain"),
                    json.required(kind, "kind"),
                    json.required(time, "time"),
                    partial,
                    signed);
        }
    };

    private static ObjectKey manifest(JsonReader json) {
        ObjectKey key = StoredKey.read(json, Set.of(StoredKey.Kind.MANIFEST));
        if (key.value().endsWith(".sig")) {
            throw json.malformed("a signature in place of a manifest: \"" + key + "\"");
        }
        return key;
    }

    /**
     * Whether the time of a snapshot is later than the clocks of two hosts may differ: one of them is wrong, or was.
     */
    public static boolean isYetToCome(Instant time, Instant now) {
        return time.isAfter(now.plus(CLOCKS_DIFFER));
    }
}
