package dev.holdfast.api.error;

/**
 * What was asked for was done, but its result lists something that is not well, and the caller wanted nothing to be.
 * Its subclasses stand beside the results that they hold; others are not expected.
 */
public abstract non-sealed class IncompleteException extends BackupException {

    private static final long serialVersionUID = 1;

    protected IncompleteException(String message) {
        super(message, null);
    }
}
