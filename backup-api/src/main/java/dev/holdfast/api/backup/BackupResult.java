package dev.holdfast.api.backup;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.delta.Delta;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.model.Notice;
import java.time.Duration;
import java.util.List;

/** What a backup has done: look at {@link #failures}, or ask {@link #requireComplete}. Immutable. */
public interface BackupResult {

    /** What was committed; the parent, if nothing was. */
    Snapshot snapshot();

    /**
     * Whether a snapshot was committed; false only where {@link Backup#skipIfUnchanged} was asked and nothing had
     * changed.
     */
    boolean committed();

    /** The record that committed it; the newest that was seen, if nothing was committed. */
    Head head();

    /** Files that the parent did not have at their paths, or that begin a chain. */
    long newFiles();

    /** Files whose content or attributes differ from the parent's. */
    long changedFiles();

    /** Files that are as the parent has them; most of them were not read. */
    long unchangedFiles();

    /** Entries of every type that the parent had and this snapshot has not. */
    long removedEntries();

    /**
     * What changed since the parent; in a snapshot that begins a chain everything is added. After an interrupted run,
     * what that one had recorded already does not count again.
     */
    Delta delta();

    /** Content bytes that were read. */
    long readBytes();

    /** Of the bytes read, those that the repository had already. */
    long deduplicatedBytes();

    /** Bytes put into the store by this run, catalog and descriptions included, after compression and sealing. */
    long storedBytes();

    /** Objects put into the store by this run. */
    long storedObjects();

    /** From the first look at the sources to the commit. */
    Duration elapsed();

    /** Entries that could not be read, in path order up to the first 10,000; unmodifiable. */
    List<Failure> failures();

    /** How many entries could not be read; may be more than are listed. */
    long failureCount();

    /** What the user should know; unmodifiable. */
    List<Notice> notices();

    /**
     * Makes failures fatal.
     *
     * @return this
     * @throws IncompleteBackupException if an entry could not be read; the snapshot is committed all the same
     */
    default BackupResult requireComplete() {
        if (failureCount() > 0) {
            throw new IncompleteBackupException(this);
        }
        return this;
    }
}
