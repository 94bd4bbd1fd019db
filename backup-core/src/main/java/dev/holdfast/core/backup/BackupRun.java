package dev.holdfast.core.backup;

import dev.holdfast.api.Progress;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.error.BackupException;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.CommitStateUnknownException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.Notice;
import dev.holdfast.core.backup.chain.ChainState;
import dev.holdfast.core.backup.chain.Prepared;
import dev.holdfast.core.backup.content.RunCounters;
import dev.holdfast.core.backup.plan.BackupContext;
import dev.holdfast.core.backup.plan.BackupPlan;
import dev.holdfast.core.backup.plan.RunLease;
import dev.holdfast.core.backup.plan.Sources;
import dev.holdfast.core.backup.remembered.Remembered;
import dev.holdfast.core.backup.write.Checkpoints;
import dev.holdfast.core.backup.write.Committer;
import dev.holdfast.core.backup.write.NewCatalog;
import dev.holdfast.core.backup.write.RunStreams;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.work.MemoryAccount;
import dev.holdfast.core.work.ProgressReporter;
import dev.holdfast.core.work.Unchecked;
import dev.holdfast.core.work.UninterruptibleWait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One run from the first look at the sources to the record that commits the snapshot. For one thread, which walks and
 * lists; the workers read and seal.
 */
final class BackupRun implements AutoCloseable {

    /** How far the run has come. */
    private record Progressed(EntryPath lastListed, int contentBlocks) {

        boolean isNothing() {
            return lastListed.isRoot() && contentBlocks == 0;
        }
    }

    private final BackupContext context;
    private final BackupPlan plan;
    private final Prepared prepared;
    private final Remembered remembered;
    private final RunStreams streams;
    private final NewCatalog catalog;
    private final SourceWalk walk;
    private final Committer committer;
    private final Checkpoints due;
    private @Nullable Progressed checkpointed;

    /** @param time that the snapshot stands for */
    BackupRun(
            BackupContext context,
            BackupPlan plan,
            Prepared prepared,
            RunLease lease,
            Remembered remembered,
            Instant time) {
        this.context = context;
        this.plan = plan;
        this.prepared = prepared;
        this.remembered = remembered;
        RunSizes sizes = RunSizes.of(context.workers(), context.volumeBytes(), prepared.chain());
        streams = new RunStreams(
                context,
                prepared,
                new MemoryAccount(sizes.bufferBytes(), context.store().calls()::watch));
        try {
            MemoryAccount indexMemory = new MemoryAccount(sizes.indexBytes());
            catalog = new NewCatalog(context, plan, prepared, streams, remembered, indexMemory, sizes.tableChunks());
            walk = new SourceWalk(context, plan, prepared, streams, catalog, remembered, this::pause);
            committer = new Committer(context, plan, prepared, lease, time, streams);
            due = new Checkpoints(context.nanoTime(), context.checkpointInterval());
        } catch (RuntimeException | Error e) {
            streams.close();
            throw e;
        }
    }

    BackupResult run() {
        ChainState chain = prepared.chain();
        RunCounters counters = walk.counters();
        try (ProgressReporter progress = new ProgressReporter(
                plan.listener(),
                ProgressReporter.Source.of(
                        counters.entries::sum,
                        () -> counters.readBytes.sum() + counters.unchangedBytes.sum(),
                        context.store()::bytesPut,
                        () -> Objects.toString(counters.current, "")),
                context.nanoTime(),
                context.workers().reports())) {
            if (!chain.isNewChain()) {
                progress.totalBytes(chain.parentBytes());
            }
            progress.phase(Progress.Phase.TRANSFERRING);
            List<Notice> leftOut = walk(progress);
            progress.phase(Progress.Phase.FINISHING);
            walk.awaitSealed();
            if (isSkipped()) {
                CommittedState state = prepared.state();
                RosterEntry parent =
                        state.snapshot(chain.parentId(prepared.id())).orElseThrow();
                return outcome(state, parent, false, progress, leftOut);
            }
            Committer.Committed committed = finish();
            return outcome(committed.state(), committed.entry(), true, progress, leftOut);
        }
    }

    /**
     * Commits the snapshot, on another thread: an interrupt, which would end it halfway, comes too late. A checkpoint
     * would have no less to store.
     */
    private Committer.Committed finish() {
        CompletableFuture<Committer.Committed> commit = CompletableFuture.supplyAsync(
                () -> {
                    Committer.Committed committed = committer.finish(catalog, walk.totals());
                    remembered.replace();
                    return committed;
                },
                context.workers().transfers());
        UninterruptibleWait.untilOver(commit, context.store().calls()::watch);
        try {
            return commit.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CancelledException reason) {
                throw unrecorded(reason, reason);
            }
            Unchecked.rethrow(e.getCause());
            throw e;
        }
    }

    /** @return what the user should know of the sources */
    private List<Notice> walk(ProgressReporter progress) {
        try (Sources sources = Sources.open(
                plan, prepared.own(), context.posix(), context.workers().scanning())) {
            walk.walk(sources);
            progress.totalBytes(walk.counters().foundBytes.sum());
            walk.finish();
            return RunNotices.leftOut(sources);
        } catch (CancelledException e) {
            throw checkpointBeforeCancelling(e);
        } catch (CommitStateUnknownException e) {
            // It is but a checkpoint's.
            throw context.store().calls().gaveUp() ? unrecorded(e, e) : e;
        }
    }

    /**
     * Whether there is nothing to commit: the parent says it all, and whoever asked wants no second snapshot of that.
     */
    private boolean isSkipped() {
        ChainState chain = prepared.chain();
        return plan.skipIfUnchanged()
                && !chain.isNewChain()
                && !chain.isResumed()
                && !chain.isDamaged()
                && walk.tally().foundNoChange()
                && !committer.hasCommitted();
    }

    private BackupOutcome outcome(
            CommittedState newest,
            RosterEntry snapshot,
            boolean isCommitted,
            ProgressReporter progress,
            List<Notice> leftOut) {
        List<Notice> before = new ArrayList<>(prepared.notices());
        ChainState.Parent parent = prepared.chain().parent();
        if (isCommitted && parent != null) {
            RunNotices.recipients(parent.manifest().dataRecipients(), streams.dataRecipients())
                    .ifPresent(before::add);
            RunNotices.emptied(parent.manifest().totals(), walk.totals()).ifPresent(before::add);
        }
        before.addAll(leftOut);
        return BackupOutcome.of(
                context.snapshots().apply(newest, snapshot),
                isCommitted,
                newest.head(),
                walk,
                context.store(),
                progress.elapsed(),
                RunNotices.of(context, before, walk.tally().vanishedFiles()));
    }

    /**
     * Also while only files are awaited that were found long ago.
     *
     * @throws CancelledException if the thread is interrupted
     */
    private void pause() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancelledException("interrupted while backing up");
        }
        if (due.isDue()) {
            checkpoint();
            due.done();
        }
    }

    /** Records what is stored so far, so that an interrupted run is continued from here. */
    private void checkpoint() {
        EntryPath frontier = catalog.listing().last();
        if (frontier == null) {
            return;
        }
        Progressed now = new Progressed(frontier, catalog.contentBlocks());
        if (!now.equals(checkpointed)) {
            committer.checkpoint(catalog, frontier, walk.totals());
            checkpointed = now;
        }
    }

    private CancelledException checkpointBeforeCancelling(CancelledException reason) {
        walk.cancel();
        context.store().calls().watch();
        boolean interrupted = Thread.interrupted();
        try {
            checkpoint();
            String found = checkpointed == null || checkpointed.isNothing()
                    ? " before anything was stored; run it again"
                    : "; what was stored is recorded, and the next run goes on from there";
            return new CancelledException("the backup was interrupted" + found, reason);
        } catch (RuntimeException e) {
            CancelledException unrecorded = unrecorded(reason, e);
            unrecorded.addSuppressed(e);
            return unrecorded;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private CancelledException unrecorded(BackupException reason, RuntimeException failure) {
        String why = context.store().calls().gaveUp()
                ? context.store().describe() + " does not answer"
                : failure.getMessage();
        return new CancelledException(
                "the backup was interrupted; what was stored since the last checkpoint may have to be stored again: "
                        + why,
                reason);
    }

    /** The runs whose catalog blocks the snapshot needs; known after {@link #run}. */
    Set<String> catalogWriters() {
        return committer.catalogWriters();
    }

    /** Ends everything that is under way; after a commit nothing is. */
    @Override
    public void close() {
        walk.stop();
        catalog.close();
        streams.close();
    }
}
