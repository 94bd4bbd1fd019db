package dev.holdfast.core.backup.compare;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.backup.content.Batches;
import dev.holdfast.core.backup.content.FileTask;
import dev.holdfast.core.backup.content.RunCounters;
import dev.holdfast.core.backup.plan.SourceItem;
import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.ContentCursor;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.manifest.LiveMasks;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.source.SourceEntry;
import dev.holdfast.core.source.SourceProblem;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks the sources and the former entries side by side, both in path order, and decides for each path: taken over, made anew,
 * or to be read. For one thread.
 */
public final class Comparison {

    /** Unchanged small files in blocks that are mostly dead are stored again, up to so many bytes a run, */
    private static final long RENEWAL_BUDGET_BYTES = 64 << 20;

    /** or this part of all content, whichever is more. */
    private static final int RENEWAL_PART = 128;

    private final FormerEntries former;
    private final PendingListing pending;
    private final Batches batches;
    private final EntryMaker maker;
    private final FileLister lister;
    private final LiveMasks live;
    private final PageSource pages;
    private final SparseBlocks sparse;
    private final Consumer<ChunkRef> takenOver;
    private final RunCounters counters;
    private final FailureList failures;
    private final InstantSource fileClock;
    private final boolean rereadAll;

    private final long renewalBudgetBytes;

    private long renewedBytes;
    private @Nullable EntryPath unlistable;

    public long directories;
    public long others;
    public long unchangedFiles;
    public long removedEntries;

    /** Tells blocks of which too little is live. */
    public interface SparseBlocks {
        boolean isSparse(String writer, int block);
    }

    /**
     * @param formerBytes content of the former snapshot
     * @param takenOver hears of each chunk of an entry that is taken over
     */
    public Comparison(
            FormerEntries former,
            long formerBytes,
            PendingListing pending,
            Batches batches,
            EntryMaker maker,
            FileLister lister,
            LiveMasks live,
            PageSource pages,
            SparseBlocks sparse,
            Consumer<ChunkRef> takenOver,
            RunCounters counters,
            FailureList failures,
            InstantSource fileClock,
            boolean rereadAll) {
        this.former = former;
        this.renewalBudgetBytes = Math.max(RENEWAL_BUDGET_BYTES, formerBytes / RENEWAL_PART);
        this.pending = pending;
        this.batches = batches;
        this.maker = maker;
        this.lister = lister;
        this.live = live;
        this.pages = pages;
        this.sparse = sparse;
        this.takenOver = takenOver;
        this.counters = counters;
        this.failures = failures;
        this.fileClock = fileClock;
        this.rereadAll = rereadAll;
    }

    /** Takes the next item; null at the end of the sources. */
    public void accept(@Nullable SourceItem item) {
        Entry at = former.current();
        while (at != null && (item == null || at.path().compareTo(item.path()) < 0)) {
            passFormer(at);
            former.advance();
            at = former.current();
        }
        if (item == null) {
            return;
        }
        counters.entries.increment();
        Entry same = at != null && at.path().equals(item.path()) ? at : null;
        accept(item, same);
        if (same != null) {
            former.advance();
        }
    }

    /** A former entry that the sources do not show: gone, unless its directory could not be listed. */
    private void passFormer(Entry entry) {
        if (unlistable != null && entry.path().startsWith(unlistable)) {
            keep(entry);
        } else {
            removedEntries++;
        }
    }

    private void accept(SourceItem item, @Nullable Entry same) {
        SourceEntry source = item.entry();
        if (item.stream() != null) {
            pending.add(FileTask.stream(item.path(), item.stream(), same), batches);
        } else if (source == null) {
            count(EntryType.DIRECTORY);
            pending.add(Entry.builder(item.path(), EntryType.DIRECTORY).build());
        } else if (source.problem().isPresent()) {
            acceptProblem(item, source, source.problem().get(), same);
        } else {
            accept(item.path(), source, same);
        }
    }

    private void acceptProblem(SourceItem item, SourceEntry source, SourceProblem problem, @Nullable Entry same) {
        switch (problem.kind()) {
            case VANISHED -> {
                if (same != null) {
                    removedEntries++;
                }
            }
            case UNLISTABLE -> {
                failures.add(item.path(), problem.message());
                unlistable = item.path();
                acceptOther(item.path(), source, same);
            }
            case UNREADABLE -> {
                failures.add(item.path(), problem.message());
                unlistable = item.path();
                if (same != null) {
                    keep(same);
                } else {
                    lister.countFile(0);
                    pending.add(Entry.builder(item.path(), EntryType.FILE)
                            .failed(true)
                            .build());
                }
            }
        }
    }

    private void accept(EntryPath path, SourceEntry source, @Nullable Entry same) {
        FileMetadata metadata = source.metadata();
        if (metadata.type() != EntryType.FILE) {
            acceptOther(path, source, same);
            return;
        }
        EntryPath link = maker.hardLinkTo(path, metadata);
        if (same != null && !rereadAll && maker.isUnchanged(metadata, same, link) && !isToBeRenewed(same)) {
            lister.countFile(metadata.sizeBytes());
            unchangedFiles++;
            counters.unchangedBytes.add(metadata.sizeBytes());
            counters.foundBytes.add(metadata.sizeBytes());
            mark(same.content());
            markAttributes(same);
            pending.copy(former.cursor());
        } else if (link != null) {
            acceptLink(path, source, link);
        } else {
            counters.foundBytes.add(metadata.sizeBytes());
            pending.add(FileTask.file(path, source, same), batches);
        }
    }

    private void acceptLink(EntryPath path, SourceEntry source, EntryPath link) {
        try {
            Entry entry = maker.entry(path, source.details(), fileClock.instant())
                    .hardLinkTo(link)
                    .build();
            lister.countFile(entry.sizeBytes());
            markAttributes(entry);
            pending.add(entry);
        } catch (NoSuchFileException e) {
            removedEntries++;
        } catch (IOException e) {
            failures.add(path, "cannot be read: " + e.getMessage());
        }
    }

    /** Directories, links and the like: everything about them is in their attributes. */
    private void acceptOther(EntryPath path, SourceEntry source, @Nullable Entry same) {
        FileMetadata metadata = source.metadata();
        try {
            if (same != null && maker.isUnchanged(metadata, same, null)) {
                count(metadata.type());
                markAttributes(same);
                pending.copy(former.cursor());
                return;
            }
            Entry entry =
                    maker.entry(path, source.details(), fileClock.instant()).build();
            count(metadata.type());
            markAttributes(entry);
            pending.add(entry);
        } catch (NoSuchFileException e) {
            removedEntries++;
        } catch (IOException e) {
            failures.add(path, "cannot be read: " + e.getMessage());
            if (same != null) {
                keep(same);
            }
        }
    }

    private void count(EntryType type) {
        if (type == EntryType.DIRECTORY) {
            directories++;
        } else {
            others++;
        }
    }

    /** Lists a former entry that could not be read now, marked as such. */
    public void keep(Entry entry) {
        if (entry.type() == EntryType.FILE) {
            lister.countFile(entry.sizeBytes());
        } else {
            count(entry.type());
        }
        mark(entry.content());
        markAttributes(entry);
        pending.add(lister.kept(entry, former.snapshot()));
    }

    private void mark(Content content) {
        if (content == Content.EMPTY) {
            return;
        }
        ContentCursor items = new ContentCursor(content, pages, page -> live.mark(Purpose.CATALOG, page));
        while (items.hasNext()) {
            ContentItem item = items.next();
            if (!item.isHole()) {
                live.mark(Purpose.DATA, item.chunk());
                takenOver.accept(item.chunk());
            }
        }
    }

    private void markAttributes(Entry entry) {
        ChunkRef page = entry.attributes().page();
        if (page != null) {
            live.mark(Purpose.CATALOG, page);
        }
    }

    private boolean isToBeRenewed(Entry entry) {
        if (renewedBytes >= renewalBudgetBytes || entry.sizeBytes() > Batches.SMALL_FILE_BYTES) {
            return false;
        }
        for (ContentItem item : entry.content().items()) {
            if (!item.isHole()
                    && sparse.isSparse(item.chunk().writer(), item.chunk().block())) {
                renewedBytes += entry.sizeBytes();
                return true;
            }
        }
        return false;
    }
}
