package dev.holdfast.core;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.Snapshots;
import dev.holdfast.api.backup.Backup;
import dev.holdfast.api.delta.SnapshotDiff;
import dev.holdfast.api.find.Find;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.reclaim.Reclaim;
import dev.holdfast.api.reclaim.ReclaimPlan;
import dev.holdfast.api.reclaim.ReclaimResult;
import dev.holdfast.api.retention.Retention;
import dev.holdfast.api.retention.RetentionPlan;
import dev.holdfast.api.retention.RetentionResult;
import dev.holdfast.api.retention.SweepResult;
import dev.holdfast.api.retention.UndoResult;
import dev.holdfast.api.retention.UndoableRemoval;
import dev.holdfast.api.status.CollectionStatus;
import dev.holdfast.api.verify.Verification;
import dev.holdfast.core.compaction.ReclaimRequest;
import dev.holdfast.core.compaction.Reclaiming;
import dev.holdfast.core.delta.StoredDiff;
import dev.holdfast.core.find.FindRequest;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.read.StoredSnapshots;
import dev.holdfast.core.retention.Removal;
import dev.holdfast.core.retention.RetentionRequest;
import dev.holdfast.core.retention.Undo;
import dev.holdfast.core.verify.VerificationRequest;
import java.util.List;

/** An open repository: hands each operation to the package that does it. Thread-safe. */
final class RepositorySession implements BackupRepository {

    private final OperationContexts contexts;

    /** @param contexts are closed with the repository */
    RepositorySession(OperationContexts contexts) {
        this.contexts = contexts;
    }

    @Override
    public String id() {
        return contexts.state().repository();
    }

    @Override
    public Head head() {
        return contexts.state().head();
    }

    @Override
    public Backup backup() {
        return contexts.backup().request();
    }

    @Override
    public Snapshots snapshots() {
        CommittedState newest = contexts.refresh();
        return new StoredSnapshots(newest, contexts.describe(), entry -> contexts.snapshot(newest, entry));
    }

    @Override
    public SnapshotDiff diff(Snapshot before, Snapshot after) {
        return new StoredDiff(contexts.own(before), contexts.own(after));
    }

    @Override
    public Find find() {
        contexts.requireOpen();
        return new FindRequest(contexts::own, () -> snapshots().all());
    }

    @Override
    public Verification verify() {
        return new VerificationRequest(contexts::own, contexts.verification());
    }

    @Override
    public CollectionStatus status() {
        return contexts.status();
    }

    @Override
    public Retention retention() {
        return new RetentionRequest(new Removal(contexts.retention()), contexts.zone());
    }

    @Override
    public RetentionResult apply(RetentionPlan plan) {
        return new Removal(contexts.retention()).apply(plan);
    }

    @Override
    public List<UndoableRemoval> undoable() {
        return new Undo(contexts.retention()).all();
    }

    @Override
    public UndoResult undo() {
        return new Undo(contexts.retention()).last();
    }

    @Override
    public UndoResult undo(long record) {
        return new Undo(contexts.retention()).of(record);
    }

    @Override
    public SweepResult sweep() {
        return new Removal(contexts.retention()).sweep();
    }

    @Override
    public Reclaim reclaim() {
        return new ReclaimRequest(contexts.reclaiming());
    }

    @Override
    public ReclaimResult apply(ReclaimPlan plan) {
        return Reclaiming.run(contexts.reclaiming(), plan, contexts::saw);
    }

    @Override
    public void close() {
        contexts.close();
    }

    @Override
    public String toString() {
        return "repository " + id() + " in " + contexts.describe();
    }
}
