package dev.holdfast.core.verify;

import dev.holdfast.api.model.Head;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.verify.Finding;
import dev.holdfast.api.verify.VerifyResult;
import java.time.Duration;
import java.util.List;

/** The result of a check. */
record VerifyOutcome(
        Head head,
        long snapshots,
        long verifiedSignatures,
        long uncheckedSignatures,
        long objects,
        long hashedObjects,
        long frozenObjects,
        long objectsOfOtherParts,
        long deletedObjects,
        long openedBlocks,
        long checkedChunks,
        long comparedEntries,
        long fetchedBytes,
        Duration elapsed,
        List<Finding> findings,
        long findingCount,
        List<SnapshotId> damagedSnapshots)
        implements VerifyResult {

    @Override
    public String toString() {
        return snapshots + " snapshots, " + objects + " objects; " + hashedObjects + " hashed, " + openedBlocks
                + " blocks opened, " + comparedEntries + " entries compared; fetched " + fetchedBytes + " bytes; "
                + findingCount + " findings";
    }
}
