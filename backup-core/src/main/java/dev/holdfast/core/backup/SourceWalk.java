package dev.holdfast.core.backup;

import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.backup.chain.ChainState;
import dev.holdfast.core.backup.chain.Prepared;
import dev.holdfast.core.backup.compare.Comparison;
import dev.holdfast.core.backup.compare.EntryMaker;
import dev.holdfast.core.backup.compare.FormerEntries;
import dev.holdfast.core.backup.compare.HardLinks;
import dev.holdfast.core.backup.compare.Rereading;
import dev.holdfast.core.backup.compare.UnchangedPages;
import dev.holdfast.core.backup.content.BatchReading;
import dev.holdfast.core.backup.content.Batches;
import dev.holdfast.core.backup.content.ContentStore;
import dev.holdfast.core.backup.content.RunCounters;
import dev.holdfast.core.backup.listing.FileContents;
import dev.holdfast.core.backup.listing.FileLister;
import dev.holdfast.core.backup.listing.PendingListing;
import dev.holdfast.core.backup.listing.Recorder;
import dev.holdfast.core.backup.listing.RunTally;
import dev.holdfast.core.backup.plan.BackupContext;
import dev.holdfast.core.backup.plan.BackupPlan;
import dev.holdfast.core.backup.plan.SourceItem;
import dev.holdfast.core.backup.plan.Sources;
import dev.holdfast.core.backup.remembered.Remembered;
import dev.holdfast.core.backup.write.NewCatalog;
import dev.holdfast.core.backup.write.RunStreams;
import dev.holdfast.core.block.BlockSlots;
import dev.holdfast.core.catalog.CatalogBlocks;
import dev.holdfast.core.catalog.listing.ListingCursor;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.chunking.Chunking;
import dev.holdfast.core.chunking.GearTable;
import dev.holdfast.core.delta.DeltaTally;
import dev.holdfast.core.manifest.Manifest;
import java.util.List;

/**
 * Walks the sources beside the former entries, has the workers read what has changed, and lists what results. For one
 * thread, but for {@link #counters()}.
 */
final class SourceWalk {

    private final BlockSlots slots;
    private final ContentStore contentStore;
    private final BatchReading reading;
    private final Batches batches;
    private final Runnable pause;
    private final RunCounters counters = new RunCounters();
    private final RunTally tally;
    private final PendingListing pending;
    private final UnchangedPages pages;

    /** @param pause is run again and again by the calling thread, where the listing is complete up to an entry */
    SourceWalk(
            BackupContext context,
            BackupPlan plan,
            Prepared prepared,
            RunStreams streams,
            NewCatalog catalog,
            Remembered remembered,
            Runnable pause) {
        ChainState chain = prepared.chain();
        this.slots = streams.data().slots();
        this.pause = pause;
        Thread walker = Thread.currentThread();
        Runnable interrupted = context.store().calls()::watch;
        contentStore = new ContentStore(streams.data(), context.workers().computing(), interrupted);
        Chunking chunking = new Chunking(GearTable.of(chain.secret()), chain.chunking());
        reading = new BatchReading(
                catalog.index(),
                contentStore,
                slots,
                chunking,
                context.posix(),
                context.workers().streams(),
                context.fileClock(),
                counters,
                () -> pauseIf(walker));
        batches = new Batches(reading, context.workers().computing(), chain.blockBytes(), interrupted);
        tally = new RunTally(chain.isNewChain() ? DeltaTally.ofFirst() : DeltaTally.between(true));

        CatalogBlocks formerPages = prepared.choice().catalog();
        FormerEntries former = FormerEntries.of(chain, prepared.id(), formerPages, catalog.parentPages());
        HardLinks links = new HardLinks(former);
        EntryMaker maker =
                new EntryMaker(catalog.pages(), chain.catalogBlockBytes(), tally.failures(), context.fileClock());
        FileContents contents = new FileContents(
                prepared.id().value(), slots, catalog.pages(), formerPages, chain::isUsableCatalog, catalog.needs());
        pending = new PendingListing(
                catalog.listing(),
                page -> new ListingCursor(
                        new PageTree(0, List.of(page)), formerPages, EntryPath.ROOT, catalog.parentPages()),
                new FileLister(catalog.listing(), maker, contents, catalog.needs(), tally, former, links),
                pause);
        Comparison comparison = new Comparison(
                former,
                maker,
                links,
                Rereading.of(plan, chain),
                new Recorder(pending, batches, tally, catalog.needs(), counters),
                counters,
                tally.failures());
        pages = new UnchangedPages(comparison, remembered);
    }

    /**
     * Walks to the end.
     *
     * @throws CancelledException if the thread is interrupted while it waits
     */
    void walk(Sources sources) {
        while (true) {
            SourceItem item = sources.next();
            if (item != null) {
                counters.current = item.path();
            }
            pages.accept(item);
            if (item == null) {
                return;
            }
            pause.run();
        }
    }

    /** The walking thread reads what it waits for and no worker has begun. */
    private void pauseIf(Thread walker) {
        if (Thread.currentThread() == walker) {
            pause.run();
        }
    }

    /** Lists all that is still being read. */
    void finish() {
        batches.submit();
        pending.finish();
    }

    /** Waits until all content is in blocks. */
    void awaitSealed() {
        counters.current = null;
        contentStore.awaitSealed();
    }

    /** For any thread. */
    RunCounters counters() {
        return counters;
    }

    RunTally tally() {
        return tally;
    }

    Manifest.Totals totals() {
        return tally.totals();
    }

    /** Ends what is being read, soon. */
    void cancel() {
        reading.cancel();
    }

    /** Ends everything that is under way; behind {@link #awaitSealed} nothing is. */
    void stop() {
        reading.cancel();
        slots.fail(new CancelledException("the run has ended"));
        batches.stop();
        contentStore.awaitSealed();
    }
}
