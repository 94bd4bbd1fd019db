package dev.holdfast.api.reclaim;

import dev.holdfast.api.model.Head;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What came of a plan: look at {@link #problems}, or ask {@link #requireComplete}. Immutable. */
public interface ReclaimResult {

    /** The newest record then. */
    Head head();

    /** Volumes whose live blocks lie elsewhere now. */
    long compactedVolumes();

    long movedBytes();

    /** Objects that are gone. */
    long deletedObjects();

    long deletedBytes();

    /** Objects that a later run may delete, and none before their time has come; see {@link #dueAt}. */
    long waitingObjects();

    /** When the last of the waiting objects may be deleted, which is still to come; nothing if none waits. */
    Optional<Instant> dueAt();

    /**
     * Volumes that were planned and are left as they were, and objects that could not or must not be deleted, with the
     * reasons: for each reason one line, with the number of objects and one of them. Unmodifiable.
     */
    List<String> problems();

    Duration elapsed();

    /**
     * Makes problems fatal.
     *
     * @return this
     * @throws IncompleteReclaimException if not all could be done; what was done is whole
     */
    default ReclaimResult requireComplete() {
        if (!problems().isEmpty()) {
            throw new IncompleteReclaimException(this);
        }
        return this;
    }
}
