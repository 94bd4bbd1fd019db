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
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a run continues: the parent's manifest, catalog root and needs; or, for a new chain, nothing but fresh
 * parameters.
 *
 * @param secret of the chain
 * @param parent null for a new chain
 * @param parentSha256 hash of the parent's manifest; empty for a new chain
 * @param root the parent's; null for a new chain
 * @param base the listing that counts behind the frontier of an interrupted parent; null if there is none
 * @param shares which blocks the parent needs, and how much of them
 * @param needed gives the parent's needed-set from its start
 * @param isDamaged whether content that the parent needs is lost, so that every file must be read
 */
public record ChainState(
        byte[] secret,
        ChunkSizeClasses chunking,
        int blockBytes,
        int catalogBlockBytes,
        @Nullable Manifest parent,
        String parentSha256,
        @Nullable CatalogRoot root,
        @Nullable CatalogRoot base,
        LiveShares shares,
        Supplier<Iterator<NeededVolume>> needed,
        boolean isDamaged) {

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
        return new ChainState(
                secret,
                ChunkSizeClasses.standard(),
                BLOCK_BYTES,
                CATALOG_BLOCK_BYTES,
                null,
                "",
                null,
                null,
                new LiveShares(Collections.emptyIterator(), List.of(), Map.of()),
                Collections::emptyIterator,
                false);
    }

    public boolean isNewChain() {
        return parent == null;
    }

    /** Whether the run continues one that was interrupted. */
    public boolean isResumed() {
        return parent != null && parent.isPartial();
    }

    /** The kind of snapshot that the run makes; an interrupted full one is completed as a full one. */
    public SnapshotKind kind() {
        return parent == null || parent.isPartial() && parent.kind() == SnapshotKind.FULL
                ? SnapshotKind.FULL
                : SnapshotKind.INCREMENTAL;
    }

    public List<CatalogRoot.IndexTree> index() {
        return root == null ? List.of() : root.index();
    }

    public boolean isUsableData(String writer, int block) {
        return shares.dataPercent(writer, block) >= SPARSE_PERCENT;
    }

    public boolean isUsableCatalog(String writer, int block) {
        return shares.catalogPercent(writer, block) >= SPARSE_CATALOG_PERCENT;
    }

    public boolean isSparseData(String writer, int block) {
        return shares.dataPercent(writer, block) < SPARSE_PERCENT;
    }

    /** Length of the parent's content; 0 for a new chain. */
    public long parentBytes() {
        return parent == null ? 0 : parent.totals().bytes();
    }

    /** What counts behind the frontier of a checkpoint: the parent, or what the interrupted parent had for it. */
    public CatalogRoot.@Nullable Base baseBehindFrontier() {
        if (root == null || parent == null) {
            return null;
        }
        return isResumed() ? root.base() : new CatalogRoot.Base(parent.snapshot(), parent.catalog());
    }

    /** The snapshot whose entries are compared with. */
    public SnapshotId parentId(SnapshotId own) {
        return parent == null ? own : parent.snapshot();
    }
}
