package dev.holdfast.core.backup.listing;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.backup.compare.Verdicts;
import dev.holdfast.core.backup.content.Batches;
import dev.holdfast.core.backup.content.FileTask;
import dev.holdfast.core.backup.content.RunCounters;
import dev.holdfast.core.backup.needs.SnapshotNeeds;
import dev.holdfast.core.backup.pages.PageSummary;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingCursor;
import dev.holdfast.core.catalog.page.PageRef;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a comparison finds into the new listing, has files read, and notes what the snapshot needs. For one thread.
 */
public final class Recorder implements Verdicts {

    private final PendingListing pending;
    private final Batches batches;
    private final RunTally tally;
    private final SnapshotNeeds needs;
    private final RunCounters counters;

    public Recorder(
            PendingListing pending, Batches batches, RunTally tally, SnapshotNeeds needs, RunCounters counters) {
        this.pending = pending;
        this.batches = batches;
        this.tally = tally;
        this.needs = needs;
        this.counters = counters;
    }

    @Override
    public void unchanged(Entry former, ListingCursor cursor) {
        tally.listed(former);
        if (former.type() == EntryType.FILE) {
            tally.unchangedFile();
            counters.unchangedBytes.add(former.sizeBytes());
            counters.foundBytes.add(former.sizeBytes());
            needs.addTakenOver(former.content());
        }
        needs.addAttributes(former);
        if (former.hardLinkTo().isPresent()) {
            // Its first name may turn out to be another file by now.
            pending.add(former);
        } else {
            pending.copy(cursor);
        }
    }

    @Override
    public boolean unchangedPage(PageRef page, EntryPath lastPath, PageSummary summary) {
        if (!needs.addTakenOver(summary.needs(), summary.contents())) {
            return false;
        }
        counters.entries.add(page.count());
        counters.unchangedBytes.add(summary.totals().bytes());
        counters.foundBytes.add(summary.totals().bytes());
        tally.listedUnchanged(summary);
        pending.copyPage(page, lastPath);
        return true;
    }

    @Override
    public void made(Entry entry, @Nullable Entry former) {
        tally.listed(entry);
        needs.addAttributes(entry);
        pending.add(entry);
        // The content of a hard link is that of the entry it names, which is compared by itself.
        tally.delta().compared(former, entry, former != null && former.sizeBytes() == entry.sizeBytes());
    }

    @Override
    public void toRead(FileTask task) {
        counters.foundBytes.add(task.expectedBytes());
        pending.add(task, batches);
    }

    @Override
    public void removed(Entry former) {
        tally.delta().removed(former);
    }

    @Override
    public void kept(Entry entry) {
        tally.listed(entry);
        needs.addTakenOver(entry.content());
        needs.addAttributes(entry);
        pending.add(entry);
    }

    @Override
    public void unknown(EntryPath path) {
        Entry entry = Entry.builder(path, EntryType.FILE).failed(true).build();
        tally.listed(entry);
        pending.add(entry);
        tally.delta().added(entry);
    }
}
