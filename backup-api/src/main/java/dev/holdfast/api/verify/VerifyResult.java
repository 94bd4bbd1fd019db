package dev.holdfast.api.verify;

import dev.holdfast.api.model.Head;
import dev.holdfast.api.model.SnapshotId;
import java.time.Duration;
import java.util.List;

/**
 * What a check has looked at, and what it found: look at {@link #findings}, or ask {@link #requireNoFindings}.
 * Immutable.
 */
public interface VerifyResult {

    /** The newest record when the check began. */
    Head head();

    /** Snapshots that were checked. */
    long snapshots();

    /** Snapshots whose signature was checked and is by an expected signer; 0 where no signers are expected. */
    long verifiedSignatures();

    /** Snapshots with a signature that was not checked, since no signers are expected. */
    long uncheckedSignatures();

    /** Objects whose presence and size were checked. */
    long objects();

    /** Objects whose every byte was fetched and whose hash was checked. */
    long hashedObjects();

    /** Volumes in an archive class of the store, whose presence and size were checked, but which could not be read. */
    long frozenObjects();

    /**
     * Volumes that are not of the {@linkplain Verification#part part} that was asked for, whose presence and size were
     * checked.
     */
    long objectsOfOtherParts();

    /**
     * Objects that others have deleted before they were looked at, and that the newest record does not need any more.
     * What was moved out of them is looked at by the next check.
     */
    long deletedObjects();

    /** Blocks that were opened. */
    long openedBlocks();

    /** Chunks whose hash was checked. */
    long checkedChunks();

    /** Entries that were compared with a live tree. */
    long comparedEntries();

    /** Bytes fetched from the store. */
    long fetchedBytes();

    Duration elapsed();

    /**
     * What is wrong, in the order in which it was found, which may differ each time; up to the first 10,000;
     * unmodifiable. Check it: {@code run} does not throw for them.
     */
    List<Finding> findings();

    /** How much is wrong; may be more than is listed. */
    long findingCount();

    /**
     * The snapshots that need a damaged object or block, checked or not, the oldest first; unmodifiable. A
     * {@linkplain dev.holdfast.api.backup.Backup#repair repair} makes a newer one that does not, so it helps where the
     * newest is among them; the others stay damaged.
     */
    List<SnapshotId> damagedSnapshots();

    /**
     * Makes findings fatal, damage and differences alike.
     *
     * @return this
     * @throws FindingsException if there is one
     */
    default VerifyResult requireNoFindings() {
        if (findingCount() > 0) {
            throw new FindingsException(this);
        }
        return this;
    }
}
