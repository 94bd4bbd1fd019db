package dev.holdfast.examples.command.line;

/** The command was not understood, or cannot mean anything. Nothing was done. */
public final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }
}
