package dev.holdfast.core.backup.write;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.backup.chain.ChainState;
import dev.holdfast.core.backup.chain.Prepared;
import dev.holdfast.core.backup.needs.SnapshotNeeds;
import dev.holdfast.core.backup.pages.PageSummaries;
import dev.holdfast.core.backup.plan.BackupContext;
import dev.holdfast.core.backup.plan.BackupPlan;
import dev.holdfast.core.backup.remembered.Remembered;
import dev.holdfast.core.block.UsableBlocks;
import dev.holdfast.core.catalog.CatalogBlocks;
import dev.holdfast.core.catalog.CatalogRoot;
import dev.holdfast.core.catalog.CatalogRootCodec;
import dev.holdfast.core.catalog.CatalogWriter;
import dev.holdfast.core.catalog.listing.ListingWriter;
import dev.holdfast.core.catalog.listing.ParentPages;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.index.ChunkIndex;
import dev.holdfast.core.index.IndexStore;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.manifest.LiveMasks;
import dev.holdfast.core.work.MemoryAccount;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The catalog of the snapshot that a run makes, as it grows: the listing, the index, and what both and the content
 * need. The index may be asked by many threads; all else is for one.
 */
public final class NewCatalog implements AutoCloseable {

    /** A catalog in the store's streams: the place of its root, and everything that the root leads to. */
    record Sealed(ChunkRef root, LiveMasks needs) {}

    private final SnapshotId id;
    private final String host;
    private final List<CatalogRoot.Source> sources;
    private final ChainState chain;
    private final RunStreams streams;
    private final CatalogWriter writer;
    private final ParentPages parentPages;
    private final LiveMasks live;
    private final SnapshotNeeds needs;
    private final ListingWriter listing;
    private final IndexStore segments;
    private final ChunkIndex index;

    /** @param tableChunks how many new chunks the index holds in memory before they are spilled */
    public NewCatalog(
            BackupContext context,
            BackupPlan plan,
            Prepared prepared,
            RunStreams streams,
            Remembered remembered,
            MemoryAccount indexMemory,
            int tableChunks) {
        this.id = prepared.id();
        this.host = context.host();
        this.sources = plan.sources().stream().map(BackupPlan.Source::inCatalog).toList();
        this.chain = prepared.chain();
        this.streams = streams;
        CatalogBlocks former = prepared.choice().catalog();
        String own = id.value();
        UsableBlocks usable = (written, block) -> written.equals(own) || chain.isUsableData(written, block);
        segments = new IndexStore(own, chain.index(), former, usable, chain.blockBytes());
        index = segments.open(indexMemory, prepared.scratch(), tableChunks);
        writer = new CatalogWriter(own, streams.catalog(), prepared.cache());
        parentPages = new ParentPages(chain::isUsableCatalog);
        live = new LiveMasks(chain.blockBytes(), chain.catalogBlockBytes());
        needs = new SnapshotNeeds(live, former, remembered, chain.isResumed() ? unindexed() : null);
        PageSummaries summaries = new PageSummaries(remembered, needs);
        listing = new ListingWriter(writer, chain.secret(), parentPages, needs::addPage, summaries);
    }

    /** Takes in chunks of interrupted runs, whose checkpoints left what they list out of the index. */
    private Consumer<ChunkRef> unindexed() {
        CatalogRoot.Base base = chain.baseBehindFrontier();
        String indexed = base == null ? "" : base.snapshot().value();
        return chunk -> {
            if (chunk.writer().compareTo(indexed) > 0) {
                index.add(chunk);
            }
        };
    }

    public ListingWriter listing() {
        return listing;
    }

    /** Takes pages of entries that have no room in the listing. */
    public CatalogWriter pages() {
        return writer;
    }

    /** Which pages of the parent's listing can be referred to. */
    public ParentPages parentPages() {
        return parentPages;
    }

    public SnapshotNeeds needs() {
        return needs;
    }

    public ChunkIndex index() {
        return index;
    }

    /** Writes everything that is left, of a listing that is complete. */
    Sealed finish() {
        PageTree tree = listing.finish();
        List<CatalogRoot.IndexTree> written = writeIndex(chunk -> true, needs::addPage);
        List<String> sparse = live.sparse(chain.needed(), ChainState.SPARSE_PERCENT, CatalogRoot.MAX_SPARSE);
        return seal(root(tree, written, null, null, sparse), live);
    }

    /** The index lies apart: whoever reads the listing or the root has no use for it. */
    private List<CatalogRoot.IndexTree> writeIndex(Predicate<ChunkRef> wanted, Consumer<ChunkRef> used) {
        writer.sealUnlessSmall();
        List<CatalogRoot.IndexTree> written =
                segments.write(index, streams.data().slots(), wanted, writer, used);
        writer.sealUnlessSmall();
        return written;
    }

    /**
     * Writes a catalog of what is listed up to the frontier, behind which the base counts; the listing goes on. The
     * index takes in what is stored and not listed yet, such as the first part of a large file, so that the next run
     * finds it. Chunks that are listed come into the index when the next run takes their entries over.
     */
    Sealed checkpoint(EntryPath frontier) {
        LiveMasks marks = live.copy();
        chain.needed().forEachRemaining(marks::mark);
        Consumer<ChunkRef> used = page -> marks.mark(Purpose.CATALOG, page);
        PageTree tree = listing.checkpoint(parentPages.reuse(writer, used));
        List<CatalogRoot.IndexTree> written = writeIndex(
                chunk -> {
                    boolean isUnlisted = !live.isMarked(Purpose.DATA, chunk);
                    if (isUnlisted) {
                        marks.mark(Purpose.DATA, chunk);
                    }
                    return isUnlisted;
                },
                used);
        return seal(root(tree, written, frontier, chain.baseBehindFrontier(), List.of()), marks);
    }

    /** How many blocks of content are complete. */
    public int contentBlocks() {
        return streams.data().slots().known();
    }

    private CatalogRoot root(
            PageTree tree,
            List<CatalogRoot.IndexTree> index,
            @Nullable EntryPath frontier,
            CatalogRoot.@Nullable Base base,
            List<String> sparse) {
        return new CatalogRoot(
                id, host, sources, chain.secret(), chain.chunking(), frontier, base, tree, index, sparse);
    }

    private Sealed seal(CatalogRoot root, LiveMasks marks) {
        byte[] bytes = CatalogRootCodec.write(root);
        ChunkRef place = writer.put(bytes, 0, bytes.length);
        marks.mark(Purpose.CATALOG, place);
        writer.seal();
        return new Sealed(place, marks);
    }

    /** Drops what was not sealed. */
    @Override
    public void close() {
        writer.abandon();
        index.close();
    }
}
