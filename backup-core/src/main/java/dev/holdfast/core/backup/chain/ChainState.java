package dev.holdfast.core.backup.chain;

import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.catalog.CatalogRoot;
import dev.holdfast.core.chunking.ChunkSizeClasses;
import dev.holdfast.core.manifest.LiveShares;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.manifest.NeededVolume;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The chain that a run writes into, and what it continues there.
 *
 * @param secret of the chain
 * @param parent null for a new chain
 */
public record ChainState(
        byte[] secret,
        ChunkSizeClasses chunking,
        int blockBytes,
        int catalogBlockBytes,
        @Nullable Parent parent) {

    /**
     * The snapshot that is continued.
     *
     * @param sha256 hash of its manifest
     * @param root of its catalog
     * @param base root of the listing that counts behind the frontier of an interrupted run; null if there is none
     * @param needed gives its needed-set from its start
     * @param shares which blocks it needs, and how much of them
     * @param isDamaged whether content that it needs is lost, so that every file must be read
     */
    public record Parent(
            Manifest manifest,
            String sha256,
            CatalogRoot root,
            @Nullable CatalogRoot base,
            Supplier<Iterator<NeededVolume>> needed,
            LiveShares shares,
            boolean isDamaged) {}

    /** Below this share a block's content is stored again rather than referred to. */
    public static final int SPARSE_PERCENT = 50;

    /** The same for blocks of the catalog, of which each page is written as a whole. */
    private static final int SPARSE_CATALOG_PERCENT = 25;

    /** Of blocks of content, and of the catalog, in a chain that begins. */
    public static final int BLOCK_BYTES = 1 << 20;

    public static final int CATALOG_BLOCK_BYTES = 256 << 10;

    private static final int SECRET_BYTES = 32;

    /** A new chain. */
    static ChainState begun(SecureRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new ChainState(secret, ChunkSizeClasses.standard(), BLOCK_BYTES, CATALOG_BLOCK_BYTES, null);
    }

    public boolean isNewChain() {
        return parent == null;
    }

    /** Whether the run continues one that was interrupted. */
    public boolean isResumed() {
        return parent != null && parent.manifest().isPartial();
    }

    /** Whether every file must be read, since content is lost. */
    public boolean isDamaged() {
        return parent != null && parent.isDamaged();
    }

    /** The kind of snapshot that the run makes; an interrupted full one is completed as a full one. */
    public SnapshotKind kind() {
        return parent == null || isResumed() && parent.manifest().kind() == SnapshotKind.FULL
                ? SnapshotKind.FULL
                : SnapshotKind.INCREMENTAL;
    }

    public List<CatalogRoot.IndexTree> index() {
        return parent == null ? List.of() : parent.root().index();
    }

    /** The parent's needed-set from its start; nothing for a new chain. */
    public Iterator<NeededVolume> needed() {
        return parent == null ? Collections.emptyIterator() : parent.needed().get();
    }

    public boolean isUsableData(String writer, int block) {
        return parent != null && parent.shares().dataPercent(writer, block) >= SPARSE_PERCENT;
    }

    public boolean isUsableCatalog(String writer, int block) {
        return parent != null && parent.shares().catalogPercent(writer, block) >= SPARSE_CATALOG_PERCENT;
    }

    /** Length of the parent's content; 0 for a new chain. */
    public long parentBytes() {
        return parent == null ? 0 : parent.manifest().totals().bytes();
    }

    /** What counts behind the frontier of a checkpoint: the parent, or what the interrupted parent had for it. */
    public CatalogRoot.@Nullable Base baseBehindFrontier() {
        if (parent == null) {
            return null;
        }
        Manifest manifest = parent.manifest();
        return isResumed() ? parent.root().base() : new CatalogRoot.Base(manifest.snapshot(), manifest.catalog());
    }

    /** The snapshot whose entries are compared with. */
    public SnapshotId parentId(SnapshotId own) {
        return parent == null ? own : parent.manifest().snapshot();
    }
}
