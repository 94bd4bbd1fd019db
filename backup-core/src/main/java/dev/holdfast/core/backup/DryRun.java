package dev.holdfast.core.backup;

import dev.holdfast.api.Progress;
import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.backup.BackupPreview;
import dev.holdfast.api.delta.Delta;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.model.Notice;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.backup.chain.ChainState;
import dev.holdfast.core.backup.chain.Prepared;
import dev.holdfast.core.backup.compare.Comparison;
import dev.holdfast.core.backup.compare.EntryMaker;
import dev.holdfast.core.backup.compare.FormerEntries;
import dev.holdfast.core.backup.compare.HardLinks;
import dev.holdfast.core.backup.compare.Rereading;
import dev.holdfast.core.backup.compare.UnchangedPages;
import dev.holdfast.core.backup.compare.Verdicts;
import dev.holdfast.core.backup.content.FileTask;
import dev.holdfast.core.backup.content.RunCounters;
import dev.holdfast.core.backup.pages.PageSummary;
import dev.holdfast.core.backup.plan.BackupContext;
import dev.holdfast.core.backup.plan.BackupPlan;
import dev.holdfast.core.backup.plan.SourceItem;
import dev.holdfast.core.backup.plan.Sources;
import dev.holdfast.core.backup.remembered.Remembered;
import dev.holdfast.core.bytes.Sha256;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingCursor;
import dev.holdfast.core.catalog.listing.ParentPages;
import dev.holdfast.core.catalog.page.PageRef;
import dev.holdfast.core.catalog.page.PageSink;
import dev.holdfast.core.delta.DeltaTally;
import dev.holdfast.core.failure.FailureList;
import dev.holdfast.core.failure.Problem;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.work.ProgressReporter;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Goes the way of a run up to the first byte that would be read. For one thread. */
final class DryRun implements Verdicts {

    private record Preview(
            SnapshotKind kind,
            Optional<SnapshotId> parent,
            Delta delta,
            long filesToRead,
            long bytesToRead,
            long unchangedFiles,
            Duration elapsed,
            List<Failure> failures,
            long failureCount,
            List<Notice> notices)
            implements BackupPreview {

        @Override
        public String toString() {
            return kind.name().toLowerCase(Locale.ROOT) + ": " + delta + "; to read " + filesToRead + " files of "
                    + bytesToRead + " bytes, " + unchangedFiles + " unchanged; " + failureCount + " failures";
        }
    }

    private final BackupContext context;
    private final BackupPlan plan;
    private final Prepared prepared;
    private final EntryMaker maker;
    private final RunCounters counters = new RunCounters();
    private final FailureList failures = new FailureList();
    /** Content is not known, so a moved file is known by its attributes. */
    private final DeltaTally delta = DeltaTally.between(false);

    private long filesToRead;
    private volatile long bytesToRead;
    private long unchangedFiles;
    private volatile String current = "";

    DryRun(BackupContext context, BackupPlan plan, Prepared prepared) {
        this.context = context;
        this.plan = plan;
        this.prepared = prepared;
        this.maker = new EntryMaker(nowhere(), prepared.chain().catalogBlockBytes(), failures, context.fileClock());
    }

    /** Gives pages of attributes their hash, by which they are compared, and no place. */
    private PageSink nowhere() {
        String writer = prepared.id().value();
        return (bytes, offset, length) -> new ChunkRef(Sha256.of(bytes, offset, length), writer, 0, 0, length);
    }

    BackupPreview run() {
        ChainState chain = prepared.chain();
        SnapshotId id = prepared.id();
        FormerEntries former =
                FormerEntries.of(chain, id, prepared.choice().catalog(), new ParentPages((writer, block) -> false));
        Comparison comparison = new Comparison(
                former, maker, new HardLinks(former), Rereading.of(plan, chain), this, counters, failures);
        try (Remembered remembered = new Remembered(prepared.scratch());
                ProgressReporter progress = new ProgressReporter(
                        plan.listener(),
                        ProgressReporter.Source.of(
                                counters.entries::sum,
                                () -> bytesToRead + counters.unchangedBytes.sum(),
                                () -> 0,
                                () -> current),
                        context.nanoTime(),
                        context.workers().reports());
                Sources sources = Sources.open(
                        plan, prepared.own(), context.posix(), context.workers().scanning())) {
            progress.phase(Progress.Phase.TRANSFERRING);
            walk(sources, new UnchangedPages(comparison, remembered));
            List<Notice> notices = new ArrayList<>(prepared.notices());
            RunNotices.ownPlaces(sources.ownPlaces()).ifPresent(notices::add);
            return new Preview(
                    chain.kind(),
                    chain.isNewChain() ? Optional.empty() : Optional.of(chain.parentId(id)),
                    delta.finish(),
                    filesToRead,
                    bytesToRead,
                    unchangedFiles,
                    progress.elapsed(),
                    failures.inPathOrder(),
                    failures.count(),
                    List.copyOf(notices));
        }
    }

    private void walk(Sources sources, UnchangedPages pages) {
        SourceItem item;
        do {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancelledException("interrupted while comparing");
            }
            item = sources.next();
            current = item == null ? "" : item.path().toString();
            pages.accept(item);
        } while (item != null);
    }

    @Override
    public void unchanged(Entry former, ListingCursor cursor) {
        if (former.type() == EntryType.FILE) {
            unchangedFiles++;
            counters.unchangedBytes.add(former.sizeBytes());
        }
    }

    @Override
    public boolean unchangedPage(PageRef page, EntryPath lastPath, PageSummary summary) {
        counters.entries.add(page.count());
        counters.unchangedBytes.add(summary.totals().bytes());
        unchangedFiles += summary.totals().files();
        return true;
    }

    @Override
    public void made(Entry entry, @Nullable Entry former) {
        delta.compared(former, entry, former != null && former.sizeBytes() == entry.sizeBytes());
    }

    @Override
    public void toRead(FileTask task) {
        Entry former = task.former;
        if (task.source == null) {
            filesToRead++;
            delta.compared(former, Entry.builder(task.path, EntryType.FILE).build(), false);
            return;
        }
        try {
            FileMetadata metadata = task.source.details();
            Entry entry = maker.entry(task.path, metadata).build();
            filesToRead++;
            bytesToRead += entry.sizeBytes();
            boolean sameContent = former != null
                    && former.sizeBytes() == entry.sizeBytes()
                    && former.modified().equals(entry.modified());
            delta.compared(former, entry, sameContent);
        } catch (NoSuchFileException e) {
            if (former != null) {
                delta.removed(former);
            }
        } catch (IOException e) {
            failures.add(task.path, Problem.of("cannot be read", e));
        }
    }

    @Override
    public void removed(Entry former) {
        delta.removed(former);
    }

    @Override
    public void kept(Entry entry) {}

    @Override
    public void unknown(EntryPath path) {
        delta.added(Entry.builder(path, EntryType.FILE).failed(true).build());
    }
}
