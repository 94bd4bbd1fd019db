package dev.holdfast.api;

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
import java.util.List;

/**
 * An open repository: one place in a store that holds one set of backups.
 *
 * <pre>{@code
 * repository.backup().source(Path.of("/home")).run().requireComplete();
 *
 * Snapshot newest = repository.snapshots().newest().orElseThrow();
 * newest.restore().path("jan/notes.txt").as(Path.of("notes.txt")).run().requireComplete();
 *
 * repository.verify().run().requireNoFindings();
 * repository.apply(repository.retention().keepDaily(7).keepMonthly(12).plan()).requireComplete();
 * }</pre>
 *
 * <p>Thread-safe. Runs may overlap, but the lease lets one writer in at a time. Whatever is asked of a
 * closed one, but for its id and head, throws an {@link IllegalStateException}.
 */
public interface BackupRepository extends AutoCloseable {

    /** A random name that every record and manifest carries, 32 lower-case hexadecimal digits. */
    String id();

    /**
     * The newest record of the log as last seen or written here. Kept outside of the store and given to the builder's
     * {@code expectAtLeast} next time, it shows whether newer records were cut off.
     */
    Head head();

    /**
     * Begins a backup; nothing happens before its {@code run}.
     *
     * @throws dev.holdfast.api.error.ConfigurationException if the repository was opened without a cipher
     */
    Backup backup();

    /**
     * Reads the log anew and gives the snapshots that are valid now. Needs no key; listing and restoring them does.
     *
     * @throws dev.holdfast.api.error.IntegrityException if the log is damaged, or was cut off behind a head that is
     *     remembered
     * @throws dev.holdfast.api.error.StorageException if the store fails
     */
    Snapshots snapshots();

    /**
     * Compares two snapshots of this repository; nothing is read before its differences are asked for.
     *
     * @param before usually the older one
     * @throws IllegalArgumentException if one is of another repository
     */
    SnapshotDiff diff(Snapshot before, Snapshot after);

    /** Begins a search in snapshots; nothing happens before its {@code run}. */
    Find find();

    /** Begins a check of what is stored; nothing happens before its {@code run}. */
    Verification verify();

    /**
     * Reads the log anew, lists the whole store, and describes what lies there; needs no key. Takes one listing request
     * for each thousand objects, and reads the descriptions.
     *
     * @throws dev.holdfast.api.error.IntegrityException if the log or a description is damaged
     * @throws dev.holdfast.api.error.StorageException if the store fails
     */
    CollectionStatus status();

    /**
     * Begins a policy for which snapshots stay; nothing is removed before its plan is
     * {@linkplain #apply(RetentionPlan) applied}. Needs no key.
     */
    Retention retention();

    /**
     * Removes the snapshots that a plan drops, with one record of the log, then sweeps. A backup may run at the same
     * time, on any host. Needs no key. Blocks.
     *
     * @throws dev.holdfast.api.error.ConfigurationException if the plan is for another repository; nothing was changed
     * @throws dev.holdfast.api.error.ConcurrentWriterException if the snapshots are not those any more that it was made
     *     for; nothing was changed, make a new one
     * @throws dev.holdfast.api.error.IntegrityException if what a snapshot that stays needs cannot be read; nothing was
     *     changed
     * @throws dev.holdfast.api.error.StorageException if the store fails
     * @throws dev.holdfast.api.error.CommitStateUnknownException if the store did not answer whether the removal is
     *     recorded
     */
    RetentionResult apply(RetentionPlan plan);

    /**
     * Says what can be undone, and changes nothing. Needs no key. Reads what the snapshots of each removal need.
     * Blocks.
     *
     * @return the last removal first, which {@link #undo()} would undo; unmodifiable
     * @throws dev.holdfast.api.error.IntegrityException if the log is damaged
     * @throws dev.holdfast.api.error.StorageException if the store fails
     */
    List<UndoableRemoval> undoable();

    /**
     * Brings back what the last removal took away that can be undone. Needs no key. Blocks.
     *
     * @throws dev.holdfast.api.error.NotFoundException if there is none
     * @throws dev.holdfast.api.error.IntegrityException if the log is damaged
     * @throws dev.holdfast.api.error.StorageException if the store fails; nothing was changed
     * @throws dev.holdfast.api.error.CommitStateUnknownException if the store did not answer whether it is recorded
     */
    UndoResult undo();

    /**
     * Brings back what one removal took away. Throws what {@link #undo()} does, too.
     *
     * @param record that removed it, see {@link RetentionResult#record}
     * @throws dev.holdfast.api.error.ConfigurationException if this record removed nothing, or all of it is there
     * @throws dev.holdfast.api.error.NotFoundException if its grace period is over, or there is no such record; nothing
     *     was changed
     */
    UndoResult undo(long record);

    /**
     * Deletes objects of removed snapshots whose grace period is over, and old records of the log. Needs no key.
     * Blocks. What could not be deleted is in the result.
     *
     * @throws dev.holdfast.api.error.IntegrityException if there is something to delete, and what the snapshots need
     *     cannot be read; nothing was deleted
     * @throws dev.holdfast.api.error.StorageException if the store fails; the next sweep goes on
     * @throws dev.holdfast.api.error.CancelledException if the thread was interrupted
     */
    SweepResult sweep();

    /**
     * Begins to get space back; nothing happens before its plan is {@linkplain #apply(ReclaimPlan) applied}. Needs no
     * key.
     */
    Reclaim reclaim();

    /**
     * Does what a plan says. Needs no key. Blocks. Where it ends early, what was done so far is whole, and a new plan
     * has the rest.
     *
     * @throws IllegalArgumentException if the plan was not made by {@link Reclaim#plan}
     * @throws dev.holdfast.api.error.ConcurrentWriterException if the repository has changed since the plan was made,
     *     and nothing was done; or somebody else moved or deleted the same meanwhile
     * @throws dev.holdfast.api.error.StorageException if the store fails
     * @throws dev.holdfast.api.error.CancelledException if the thread was interrupted
     */
    ReclaimResult apply(ReclaimPlan plan);

    /**
     * Closes the storage, the cipher and the signer that were given to its builder, each even if another one fails. A
     * second call does nothing.
     *
     * <p>Waits for nothing. To end runs early, interrupt their threads and wait for them: then a backup records how far
     * it has come. What still runs in other threads goes on for as long as it needs nothing that was closed, and then
     * ends with an {@link IllegalStateException}, as if its process had died: what was committed stays, a backup has
     * recorded nothing since its last checkpoint, and the next run goes on from there. Streams that a snapshot has
     * opened end in the same way.
     *
     * @throws dev.holdfast.api.error.StorageException if the storage cannot be closed
     */
    @Override
    void close();
}
