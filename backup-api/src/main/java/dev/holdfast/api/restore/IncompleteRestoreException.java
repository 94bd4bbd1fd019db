package dev.holdfast.api.restore;

import dev.holdfast.api.error.IncompleteException;

/** Some entries could not be restored, and the caller wanted all. What was restored stays. */
public final class IncompleteRestoreException extends IncompleteException {

    private static final long serialVersionUID = 1;

    private final transient RestoreResult result;

    IncompleteRestoreException(RestoreResult result) {
        super((result.failureCount() == 1 ? "an entry" : result.failureCount() + " entries")
                + " of snapshot " + result.snapshot().id() + " could not be restored; the first: "
                + result.failures().get(0));
        this.result = result;
    }

    public RestoreResult result() {
        return result;
    }
}
