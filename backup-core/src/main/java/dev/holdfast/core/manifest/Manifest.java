package dev.holdfast.core.manifest;

import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.bytes.ByteSink;
import dev.holdfast.core.json.Envelope;
import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;
import dev.holdfast.core.list.ClearList;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The description of a snapshot that is readable without a key. Immutable; made by a {@link ManifestBuilder}. */
public final class Manifest {

    public static final String FORMAT = "holdfast-manifest";

    /** No manifest is longer. */
    public static final int MAX_BYTES = 1 << 20;

    public static final int MIN_BLOCK_BYTES = 64 << 10;
    public static final int MAX_BLOCK_BYTES = 64 << 20;

    /** The snapshot that this one was compared with, and the hash of its manifest. */
    public record Parent(SnapshotId snapshot, String sha256) {}

    /** What a snapshot holds: entries by type, bytes of content. */
    public record Totals(long files, long directories, long others, long bytes) {

        public static final Totals NONE = new Totals(0, 0, 0, 0);

        /** Those of one entry. */
        public static Totals of(EntryType type, long sizeBytes) {
            return switch (type) {
                case FILE -> new Totals(1, 0, 0, sizeBytes);
                case DIRECTORY -> new Totals(0, 1, 0, 0);
                default -> new Totals(0, 0, 1, 0);
            };
        }

        public Totals plus(Totals more) {
            return new Totals(
                    files + more.files, directories + more.directories, others + more.others, bytes + more.bytes);
        }

        public long entries() {
            return files + directories + others;
        }
    }

    private final ManifestBuilder from;

    /** @param from complete; not changed afterwards */
    Manifest(ManifestBuilder from) {
        this.from = from;
    }

    /** The repository's id, 32 lower-case hexadecimal digits. */
    public String repository() {
        return Objects.requireNonNull(from.repository);
    }

    public SnapshotId snapshot() {
        return Objects.requireNonNull(from.snapshot);
    }

    /** The full snapshot that began the chain. */
    public SnapshotId chain() {
        return Objects.requireNonNull(from.chain);
    }

    public SnapshotKind kind() {
        return Objects.requireNonNull(from.kind);
    }

    public Optional<Parent> parent() {
        return Optional.ofNullable(from.parent);
    }

    /** Whether it is the state of an unfinished run. */
    public boolean isPartial() {
        return from.partial;
    }

    /** When the run began. */
    public Instant time() {
        return Objects.requireNonNull(from.time);
    }

    /** When the run ended, or this state of it was reached. */
    public Instant finished() {
        return Objects.requireNonNull(from.finished);
    }

    public List<String> tags() {
        return from.tags;
    }

    /** The stored name of the cipher. */
    public String cipher() {
        return Objects.requireNonNull(from.cipher);
    }

    /** The stored name of the archive format. */
    public String archive() {
        return Objects.requireNonNull(from.archive);
    }

    public int blockBytes() {
        return from.blockBytes;
    }

    /** Of the blocks that have this purpose. */
    public int blockBytes(Purpose purpose) {
        return purpose == Purpose.DATA ? from.blockBytes : from.catalogBlockBytes;
    }

    public int catalogBlockBytes() {
        return from.catalogBlockBytes;
    }

    /** Ids of the keys that open the content. */
    public List<String> dataRecipients() {
        return from.dataRecipients;
    }

    /** Ids of the keys that open the catalog. */
    public List<String> catalogRecipients() {
        return from.catalogRecipients;
    }

    public Totals totals() {
        return from.totals;
    }

    /** Bytes that the run stored. */
    public long storedBytes() {
        return from.storedBytes;
    }

    /** The place of the catalog's root. */
    public ChunkRef catalog() {
        return Objects.requireNonNull(from.catalog);
    }

    public ClearList<NeededVolume> needed() {
        return from.needed;
    }

    /** @throws IllegalStateException if it is longer than a manifest may be */
    public byte[] toJson() {
        ByteSink sink = new ByteSink(8192);
        JsonWriter json = new JsonWriter(sink);
        json.beginObject();
        Envelope.write(json, FORMAT);
        json.string("repository", repository());
        json.string("snapshot", snapshot().value());
        json.string("chain", chain().value());
        json.snapshotKind("kind", kind());
        Parent parent = from.parent;
        if (parent != null) {
            json.beginObject("parent");
            json.string("snapshot", parent.snapshot().value());
            json.string("sha256", parent.sha256());
            json.end();
        }
        json.flag("partial", isPartial());
        json.time("time", time());
        json.time("finished", finished());
        json.strings("tags", tags());
        json.string("cipher", cipher());
        json.string("archive", archive());
        json.number("blockBytes", blockBytes());
        json.number("catalogBlockBytes", catalogBlockBytes());
        json.beginObject("recipients");
        json.strings("data", dataRecipients());
        json.strings("catalog", catalogRecipients());
        json.end();
        json.number("files", totals().files());
        json.number("directories", totals().directories());
        json.number("others", totals().others());
        json.number("bytes", totals().bytes());
        json.number("storedBytes", storedBytes());
        catalog().write(json, "catalog");
        needed().write(json, "needed", NeededVolume.CODEC);
        json.end();
        json.finish();
        if (sink.size() > MAX_BYTES) {
            throw new IllegalStateException("a manifest of " + sink.size() + " bytes; at most " + MAX_BYTES);
        }
        return sink.toByteArray();
    }

    /**
     * @param what names the object in messages
     * @throws dev.holdfast.api.error.FormatException if it is of a newer version
     * @throws dev.holdfast.api.error.ConfigurationException if it is no manifest at all
     * @throws dev.holdfast.api.error.IntegrityException if it is malformed
     */
    public static Manifest read(byte[] bytes, String what) {
        Envelope.check(bytes, what, FORMAT);
        JsonReader json = JsonReader.object(bytes, what);
        ManifestBuilder builder = new ManifestBuilder();
        builder.read(json);
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw json.malformed(e);
        }
    }
}
