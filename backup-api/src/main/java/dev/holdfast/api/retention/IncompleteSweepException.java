package dev.holdfast.api.retention;

import dev.holdfast.api.error.IncompleteException;

/** A sweep could not delete all that is due, and the caller wanted all. What it deleted is gone. */
public final class IncompleteSweepException extends IncompleteException {

    private static final long serialVersionUID = 1;

    private final transient SweepResult result;

    IncompleteSweepException(SweepResult result) {
        super("not all that is due could be deleted", result.problems());
        this.result = result;
    }

    public SweepResult result() {
        return result;
    }
}
