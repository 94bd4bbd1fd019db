package dev.holdfast.core.manifest;

import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.backup.Backup;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.list.ClearList;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link Manifest} says. For one thread and one manifest. */
public final class ManifestBuilder {

    @Nullable
    String repository;

    @Nullable
    SnapshotId snapshot;

    @Nullable
    SnapshotId chain;

    @Nullable
    SnapshotKind kind;

    Manifest.@Nullable Parent parent;
    boolean partial;

    @Nullable
    Instant time;

    @Nullable
    Instant finished;

    List<String> tags = List.of();

    @Nullable
    String cipher;

    @Nullable
    String archive;

    int blockBytes;
    int catalogBlockBytes;
    List<String> dataRecipients = List.of();
    List<String> catalogRecipients = List.of();
    Manifest.Totals totals = Manifest.Totals.NONE;
    long storedBytes;

    @Nullable
    ChunkRef catalog;

    ClearList<NeededVolume> needed = ClearList.empty();

    public ManifestBuilder repository(String id) {
        repository = id;
        return this;
    }

    public ManifestBuilder full(SnapshotId id) {
        snapshot = id;
        chain = id;
        kind = SnapshotKind.FULL;
        return this;
    }

    public ManifestBuilder incremental(SnapshotId id, SnapshotId chainId, Manifest.Parent comparedWith) {
        snapshot = id;
        chain = chainId;
        kind = SnapshotKind.INCREMENTAL;
        parent = comparedWith;
        return this;
    }

    public ManifestBuilder partial(boolean unfinished) {
        partial = unfinished;
        return this;
    }

    public ManifestBuilder began(Instant at) {
        time = at;
        return this;
    }

    public ManifestBuilder finished(Instant at) {
        finished = at;
        return this;
    }

    public ManifestBuilder tags(List<String> texts) {
        tags = List.copyOf(texts);
        return this;
    }

    public ManifestBuilder cipher(String name) {
        cipher = name;
        return this;
    }

    public ManifestBuilder archive(String name) {
        archive = name;
        return this;
    }

    /** Sizes of the chain's blocks of content and of the catalog; powers of two from 64 KiB to 64 MiB. */
    public ManifestBuilder blockBytes(int data, int catalogSize) {
        blockBytes = data;
        catalogBlockBytes = catalogSize;
        return this;
    }

    public ManifestBuilder recipients(List<String> data, List<String> catalogKeys) {
        dataRecipients = List.copyOf(data);
        catalogRecipients = List.copyOf(catalogKeys);
        return this;
    }

    public ManifestBuilder totals(Manifest.Totals sums) {
        totals = sums;
        return this;
    }

    /** @param bytes that the run stored */
    public ManifestBuilder storedBytes(long bytes) {
        storedBytes = bytes;
        return this;
    }

    public ManifestBuilder catalog(ChunkRef root) {
        catalog = root;
        return this;
    }

    public ManifestBuilder needed(ClearList<NeededVolume> volumes) {
        needed = volumes;
        return this;
    }

    /** @throws IllegalArgumentException if something is missing or does not fit together */
    public Manifest build() {
        check(repository != null && repository.matches("[0-9a-f]{32}"), "a repository id of 32 hexadecimal digits");
        check(snapshot != null, "a snapshot");
        check(chain != null && kind != null, "chain and kind");
        check(
                (kind == SnapshotKind.FULL) == (chain == null || chain.equals(snapshot)),
                "a full snapshot to begin its chain");
        check(kind != SnapshotKind.FULL || parent == null, "a parent only if it is incremental");
        check(time != null && finished != null, "time and finished");
        check(cipher != null && archive != null, "cipher and archive");
        check(
                isBlockSize(blockBytes) && isBlockSize(catalogBlockBytes),
                "block sizes: powers of two, 64 KiB to 64 MiB");
        check(catalog != null && catalog.offset() + catalog.length() <= catalogBlockBytes, "a catalog inside a block");
        return new Manifest(this);
    }

    private static boolean isBlockSize(int bytes) {
        return bytes >= Manifest.MIN_BLOCK_BYTES && bytes <= Manifest.MAX_BLOCK_BYTES && Integer.bitCount(bytes) == 1;
    }

    private static void check(boolean holds, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("a manifest has " + expected);
        }
    }

    /** Takes the members of a stored manifest. */
    void read(JsonReader json) {
        long files = 0;
        long directories = 0;
        long others = 0;
        long bytes = 0;
        for (String member = json.nextMember(); member != null; member = json.nextMember()) {
            switch (member) {
                case "repository" -> repository = json.text();
                case "snapshot" -> snapshot = json.snapshotId();
                case "chain" -> chain = json.snapshotId();
                case "kind" -> kind = json.snapshotKind();
                case "parent" -> parent = readParent(json);
                case "partial" -> partial = json.flag();
                case "time" -> time = json.time();
                case "finished" -> finished = json.time();
                case "tags" -> tags = tags(json);
                case "cipher" -> cipher = json.text();
                case "archive" -> archive = json.text();
                case "blockBytes" -> blockBytes = json.number(Manifest.MAX_BLOCK_BYTES);
                case "catalogBlockBytes" -> catalogBlockBytes = json.number(Manifest.MAX_BLOCK_BYTES);
                case "recipients" -> readRecipients(json);
                case "files" -> files = json.number();
                case "directories" -> directories = json.number();
                case "others" -> others = json.number();
                case "bytes" -> bytes = json.number();
                case "storedBytes" -> storedBytes = json.number();
                case "catalog" -> catalog = ChunkRef.read(json);
                case "needed" -> needed = ClearList.read(json, NeededVolume.CODEC);
                default -> json.skip();
            }
        }
        totals = new Manifest.Totals(files, directories, others, bytes);
    }

    private static Manifest.Parent readParent(JsonReader json) {
        SnapshotId id = null;
        String sha256 = null;
        json.beginObject();
        for (String member = json.nextMember(); member != null; member = json.nextMember()) {
            switch (member) {
                case "snapshot" -> id = json.snapshotId();
                case "sha256" -> sha256 = json.sha256();
                default -> json.skip();
            }
        }
        return new Manifest.Parent(json.required(id, "snapshot"), json.required(sha256, "sha256"));
    }

    private void readRecipients(JsonReader json) {
        json.beginObject();
        for (String member = json.nextMember(); member != null; member = json.nextMember()) {
            switch (member) {
                case "data" -> dataRecipients = json.texts();
                case "catalog" -> catalogRecipients = json.texts();
                default -> json.skip();
            }
        }
    }

    private static List<String> tags(JsonReader json) {
        List<String> tags = json.texts();
        try {
            tags.forEach(Backup::requireTag);
        } catch (IllegalArgumentException e) {
            throw json.malformed(e);
        }
        return tags;
    }
}
