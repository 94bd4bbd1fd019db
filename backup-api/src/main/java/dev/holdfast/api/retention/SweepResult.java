package dev.holdfast.api.retention;

import dev.holdfast.api.model.Head;
import java.util.List;
import java.util.Map;

/** What a sweep has deleted: look at {@link #problems}, or ask {@link #requireComplete}. Immutable. */
public interface SweepResult {

    /** Objects that were deleted, records of the log not counted. */
    long deletedObjects();

    /** Old records of the log that were deleted. */
    long deletedRecords();

    /**
     * Objects that could not be deleted, and those that are to be and were left alone because a snapshot needs them, by
     * key, with the reason; the next sweep tries again. Unmodifiable.
     */
    Map<String, String> failures();

    /**
     * The {@link #failures} in words, one line for each reason, with the number of objects and one of them.
     * Unmodifiable.
     */
    List<String> problems();

    /** The newest record then. */
    Head head();

    /**
     * Makes problems fatal.
     *
     * @return this
     * @throws IncompleteSweepException if something could not be deleted that is due; the rest is gone
     */
    default SweepResult requireComplete() {
        if (!problems().isEmpty()) {
            throw new IncompleteSweepException(this);
        }
        return this;
    }
}
