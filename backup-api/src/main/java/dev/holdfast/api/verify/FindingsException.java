package dev.holdfast.api.verify;

import dev.holdfast.api.error.IncompleteException;

/** A check found something that is wrong, and the caller wanted nothing to be. */
public final class FindingsException extends IncompleteException {

    private static final long serialVersionUID = 1;

    private final transient VerifyResult result;

    FindingsException(VerifyResult result) {
        super((result.findingCount() == 1
                        ? "something is wrong: "
                        : result.findingCount() + " things are wrong; the first: ")
                + result.findings().get(0));
        this.result = result;
    }

    public VerifyResult result() {
        return result;
    }
}
