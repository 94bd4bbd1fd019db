package dev.holdfast.api.error;

import java.util.List;

/**
 * What was asked for was done, but its result lists something that is not well, and the caller wanted nothing to be.
 * Its subclasses stand beside the results that they hold; others are not expected.
 */
public abstract non-sealed class IncompleteException extends BackupException {

    private static final long serialVersionUID = 1;

    protected IncompleteException(String message) {
        super(message, null);
    }

    /**
     * With the first of the problems, and how many more there are.
     *
     * @param problems not empty
     */
    protected IncompleteException(String message, List<?> problems) {
        this(message + ": " + problems.get(0)
                + (problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)"));
    }
}
