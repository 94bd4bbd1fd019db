package dev.holdfast.api.reclaim;

import dev.holdfast.api.error.IncompleteException;

/** Not all that a plan says could be done, and the caller wanted all. What was done is whole. */
public final class IncompleteReclaimException extends IncompleteException {

    private static final long serialVersionUID = 1;

    private final transient ReclaimResult result;

    IncompleteReclaimException(ReclaimResult result) {
        super("not all that was planned could be done", result.problems());
        this.result = result;
    }

    public ReclaimResult result() {
        return result;
    }
}
