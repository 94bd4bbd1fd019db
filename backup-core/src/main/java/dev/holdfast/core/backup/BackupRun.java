package dev.holdfast.core.backup;

import dev.holdfast.api.Progress;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.Notice;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.backup.chain.ChainState;
import dev.holdfast.core.backup.compare.Comparison;
import dev.holdfast.core.backup.compare.EntryMaker;
import dev.holdfast.core.backup.compare.FailureList;
import dev.holdfast.core.backup.compare.FileContents;
import dev.holdfast.core.backup.compare.FileLister;
import dev.holdfast.core.backup.compare.FormerEntries;
import dev.holdfast.core.backup.compare.HardLinks;
import dev.holdfast.core.backup.compare.PendingListing;
import dev.holdfast.core.backup.compare.Recorder;
import dev.holdfast.core.backup.compare.Rereading;
import dev.holdfast.core.backup.content.Batches;
import dev.holdfast.core.backup.content.ContentReader;
import dev.holdfast.core.backup.content.ContentStore;
import dev.holdfast.core.backup.content.FileBatch;
import dev.holdfast.core.backup.content.RunCounters;
import dev.holdfast.core.backup.needs.RememberedNeeds;
import dev.holdfast.core.backup.needs.SnapshotNeeds;
import dev.holdfast.core.backup.plan.BackupContext;
import dev.holdfast.core.backup.plan.BackupPlan;
import dev.holdfast.core.backup.plan.SourceItem;
import dev.holdfast.core.backup.plan.Sources;
import dev.holdfast.core.block.UsableBlocks;
import dev.holdfast.core.catalog.CatalogBlocks;
import dev.holdfast.core.catalog.CatalogRoot;
import dev.holdfast.core.catalog.CatalogRootCodec;
import dev.holdfast.core.catalog.CatalogWriter;
import dev.holdfast.core.catalog.listing.ListingWriter;
import dev.holdfast.core.catalog.listing.ParentPages;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.chunking.Chunking;
import dev.holdfast.core.chunking.GearTable;
import dev.holdfast.core.delta.DeltaTally;
import dev.holdfast.core.index.ChunkIndex;
import dev.holdfast.core.index.IndexStore;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.manifest.LiveMasks;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.work.MemoryAccount;
import dev.holdfast.core.work.ProgressReporter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run from the first look at the sources to the record that commits the snapshot. For one thread, which walks and lists;
 * the workers read and seal.
 */
final class BackupRun implements AutoCloseable {

    private final BackupContext context;
    private final BackupPlan plan;
    private final BackupOperation.Prepared prepared;
    private final SnapshotId id;
    private final ChainState chain;

    private final MemoryAccount memory;
    private final MemoryAccount indexMemory;
    private final RunStreams streams;
    private final CatalogBlocks catalogBlocks;
    private final CatalogWriter catalogWriter;
    private final LiveMasks live;
    private final RememberedNeeds remembered;
    private final SnapshotNeeds needs;
    private final ChunkIndex index;
    private final ListingWriter listing;
    private final ParentPages parentPages;
    private final PendingListing pending;
    private final Batches batches;
    private final ContentStore contentStore;
    private final ConcurrentLinkedDeque<ContentReader> readers = new ConcurrentLinkedDeque<>();
    private final RunCounters counters = new RunCounters();
    private final FailureList failures = new FailureList();
    private final FileLister lister;
    private final DeltaTally delta;
    private final Recorder recorder;
    private final Comparison comparison;
    private final Committer committer;
    private final UsableBlocks usableData;
    private final Checkpoints due;
    private @Nullable EntryPath checkpointed;
    private long sockets;
    private List<Path> ownPlaces = List.of();
    private volatile boolean cancelled;
    private volatile @Nullable EntryPath current;

    /** @param time that the snapshot stands for */
    BackupRun(
            BackupContext context,
            BackupPlan plan,
            BackupOperation.Prepared prepared,
            RememberedNeeds remembered,
            Instant time) {
        this.context = context;
        this.plan = plan;
        this.prepared = prepared;
        this.id = prepared.id();
        this.chain = prepared.choice().chain();
        this.catalogBlocks = prepared.choice().catalog();
        delta = chain.root() == null ? DeltaTally.ofFirst() : DeltaTally.between(true);
        RunSizes sizes = RunSizes.of(context.workers(), context.volumeBytes(), chain);
        memory = new MemoryAccount(sizes.bufferBytes());
        indexMemory = new MemoryAccount(sizes.indexBytes());
        String writer = id.value();
        streams = new RunStreams(
                writer,
                context.cipher(),
                context.archive(),
                chain,
                context.volumeBytes(),
                context.store(),
                memory,
                context.workers());
        catalogWriter = new CatalogWriter(writer, streams.catalog(), prepared.cache());
        live = new LiveMasks(chain.blockBytes(), chain.catalogBlockBytes());
        this.remembered = remembered;
        usableData = (blockWriter, block) -> blockWriter.equals(writer) || chain.isUsableData(blockWriter, block);
        index = IndexStore.open(
                chain.index(), catalogBlocks, usableData, indexMemory, prepared.scratch(), sizes.tableChunks());
        UsableBlocks usableCatalog = chain::isUsableCatalog;
        parentPages = new ParentPages(usableCatalog);
        needs = new SnapshotNeeds(live, catalogBlocks, remembered, chain.isResumed() ? unindexed() : null);
        listing = new ListingWriter(catalogWriter, chain.secret(), parentPages, needs::addPage);
        EntryMaker maker = new EntryMaker(catalogWriter, chain.catalogBlockBytes(), failures);
        FormerEntries former = FormerEntries.of(chain, id, catalogBlocks, parentPages);
        HardLinks links = new HardLinks(former);
        FileContents contents =
                new FileContents(writer, streams.data().slots(), catalogWriter, catalogBlocks, usableCatalog, needs);
        lister = new FileLister(listing, maker, contents, needs, failures, delta, former, links);
        pending = new PendingListing(listing, lister::list, lister::list, this::checkpointIfDue);
        contentStore = new ContentStore(streams.data(), context.workers().computing());
        Chunking chunking = new Chunking(GearTable.of(chain.secret()), chain.chunking());
        batches = new Batches(batch -> read(batch, chunking), context.workers().computing(), chain.blockBytes());
        recorder = new Recorder(pending, batches, lister, needs, counters, delta);
        Rereading rereading = plan.rereadAll() || chain.isDamaged()
                ? Rereading.everything()
                : Rereading.ofSparse(chain::isSparseData, chain.parentBytes());
        comparison = new Comparison(former, maker, links, rereading, recorder, counters, failures, context.fileClock());
        committer = new Committer(context, plan, prepared.state(), id, time, chain, streams);
        due = new Checkpoints(context.nanoTime(), context.checkpointInterval());
    }

    /** Takes in chunks of interrupted runs, which no segment of the index knows. */
    private Consumer<ChunkRef> unindexed() {
        Set<String> indexed = new HashSet<>();
        chain.index().forEach(segment -> indexed.addAll(segment.writers()));
        return chunk -> {
            if (!indexed.contains(chunk.writer())) {
                index.add(chunk);
            }
        };
    }

    private void read(FileBatch batch, Chunking chunking) {
        ContentReader reader = readers.pollFirst();
        if (reader == null) {
            reader = new ContentReader(index, contentStore, counters, () -> cancelled);
        }
        current = batch.path();
        try {
            batch.call(reader, chunking, context.posix(), context.fileClock());
        } catch (RuntimeException | Error e) {
            streams.data().slots().fail(e);
            throw e;
        } finally {
            readers.addFirst(reader);
        }
    }

    BackupResult run() {
        try (ProgressReporter progress = new ProgressReporter(
                plan.listener(),
                new RunProgress(counters, context.store(), () -> current),
                context.nanoTime(),
                context.workers().reports())) {
            if (chain.root() != null && chain.parent() != null) {
                progress.totalBytes(chain.parentBytes());
            }
            progress.phase(Progress.Phase.TRANSFERRING);
            try (Sources sources = Sources.open(
                    plan, prepared.own(), context.posix(), context.workers().scanning())) {
                walk(sources);
                progress.totalBytes(counters.foundBytes.sum());
                batches.submit();
                pending.finish();
                sockets = sources.sockets();
                ownPlaces = sources.ownPlaces();
            } catch (CancelledException e) {
                throw checkpointBeforeCancelling(e);
            }
            progress.phase(Progress.Phase.FINISHING);
            current = null;
            contentStore.awaitSealed();
            if (isSkipped()) {
                RosterEntry parent =
                        prepared.state().snapshot(chain.parentId(id)).orElseThrow();
                return outcome(prepared.state(), parent, false, progress);
            }
            PageTree tree = listing.finish();
            CatalogRoot root = root(tree, writeIndex(), null, null, sparse());
            Committer.Committed committed = committer.commit(seal(root, live), live, totals(), false);
            remembered.replace();
            return outcome(committed.state(), committed.entry(), true, progress);
        }
    }

    /** Whether there is nothing to commit: the parent says it all, and whoever asked wants no second snapshot of that. */
    private boolean isSkipped() {
        return plan.skipIfUnchanged()
                && !chain.isNewChain()
                && !chain.isResumed()
                && !chain.isDamaged()
                && delta.isEmpty()
                && failures.count() == 0
                && !committer.hasCommitted();
    }

    private BackupOutcome outcome(
            CommittedState newest, RosterEntry snapshot, boolean isCommitted, ProgressReporter progress) {
        List<Notice> before = new ArrayList<>(prepared.notices());
        Manifest parent = chain.parent();
        if (isCommitted && parent != null) {
            RunNotices.recipients(parent.dataRecipients(), streams.dataRecipients())
                    .ifPresent(before::add);
        }
        return new BackupOutcome(
                context.snapshots().apply(newest, snapshot),
                isCommitted,
                newest.head(),
                delta.finish(),
                lister,
                recorder.unchangedFiles,
                counters,
                context.store().bytesPut(),
                context.store().objectsPut(),
                progress.elapsed(),
                failures.failures(),
                failures.count(),
                RunNotices.of(context, before, ownPlaces, sockets, lister.vanishedFiles));
    }

    private void walk(Sources sources) {
        while (true) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancelledException("interrupted while backing up");
            }
            SourceItem item = sources.next();
            if (item != null) {
                current = item.path();
            }
            comparison.accept(item);
            if (item == null) {
                return;
            }
            checkpointIfDue();
        }
    }

    /** Also while only files are awaited that were found long ago. */
    private void checkpointIfDue() {
        if (due.isDue()) {
            checkpoint();
            due.done();
        }
    }

    /** Records what is listed so far, so that an interrupted run is continued from here. */
    private void checkpoint() {
        EntryPath frontier = listing.last();
        if (frontier == null || Objects.equals(frontier, checkpointed)) {
            return;
        }
        LiveMasks marks = live.copy();
        chain.needed().get().forEachRemaining(marks::mark);
        PageTree tree = listing.checkpoint(parentPages.reuse(catalogWriter, page -> marks.mark(Purpose.CATALOG, page)));
        // Its new chunks come into the index when the next run takes its entries over.
        CatalogRoot root = root(tree, chain.index(), frontier, chain.baseBehindFrontier(), List.of());
        committer.commit(seal(root, marks), marks, totals(), true);
        checkpointed = frontier;
    }

    private CancelledException checkpointBeforeCancelling(CancelledException reason) {
        cancelled = true;
        boolean interrupted = Thread.interrupted();
        try {
            checkpoint();
            return checkpointed == null || checkpointed.isRoot()
                    ? reason
                    : new CancelledException(
                            reason.getMessage() + "; what was stored up to \"" + checkpointed
                                    + "\" is recorded, and the next run goes on from there",
                            reason);
        } catch (RuntimeException e) {
            reason.addSuppressed(e);
            return reason;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The index lies apart: whoever reads the listing or the root has no use for it. */
    private List<CatalogRoot.IndexTree> writeIndex() {
        catalogWriter.sealUnlessSmall();
        List<CatalogRoot.IndexTree> segments = IndexStore.write(
                index,
                chain.index(),
                catalogBlocks,
                usableData,
                id.value(),
                streams.data().slots(),
                catalogWriter,
                needs::addPage);
        catalogWriter.sealUnlessSmall();
        return segments;
    }

    /** Blocks that the next run shall leave, of which the needed-set says less. */
    private List<String> sparse() {
        return live.sparse(chain.needed().get(), ChainState.SPARSE_PERCENT, CatalogRoot.MAX_SPARSE);
    }

    private CatalogRoot root(
            PageTree tree,
            List<CatalogRoot.IndexTree> segments,
            @Nullable EntryPath frontier,
            CatalogRoot.@Nullable Base base,
            List<String> sparse) {
        List<CatalogRoot.Source> sources = new ArrayList<>();
        for (BackupPlan.Source source : plan.sources()) {
            sources.add(new CatalogRoot.Source(source.at(), context.sourceName(source)));
        }
        return new CatalogRoot(
                id, context.host(), sources, chain.secret(), chain.chunking(), frontier, base, tree, segments, sparse);
    }

    private ChunkRef seal(CatalogRoot root, LiveMasks marks) {
        byte[] bytes = CatalogRootCodec.write(root);
        ChunkRef place = catalogWriter.put(bytes, 0, bytes.length);
        marks.mark(Purpose.CATALOG, place);
        catalogWriter.seal();
        return place;
    }

    private Committer.Totals totals() {
        return new Committer.Totals(lister.files, recorder.directories, recorder.others, lister.bytes);
    }

    /** The runs whose catalog blocks the snapshot needs; known after {@link #run}. */
    Set<String> catalogWriters() {
        return committer.catalogWriters();
    }

    /** Ends everything that is under way; after a commit nothing is. */
    @Override
    public void close() {
        cancelled = true;
        streams.data().slots().fail(new CancelledException("the run has ended"));
        batches.stop();
        contentStore.awaitSealed();
        catalogWriter.abandon();
        streams.close();
        index.close();
    }
}
