package dev.holdfast.core.failure;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.Failure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;

/**
 * Why an entry could not be handled as asked, whichever entry that is.
 *
 * @param reason as in {@link Failure}
 */
public record Problem(Failure.Kind kind, String reason) {

    /** @param tried for people, without the path */
    public static Problem of(String tried, IOException error) {
        return new Problem(kind(error), tried + ": " + Reasons.of(error));
    }

    private static Failure.Kind kind(IOException error) {
        if (error instanceof AccessDeniedException) {
            return Failure.Kind.DENIED;
        }
        return error instanceof FileAlreadyExistsException ? Failure.Kind.CONFLICT : Failure.Kind.OTHER;
    }

    /** The same with something else that came of it. */
    public Problem and(String consequence) {
        return new Problem(kind, reason + "; " + consequence);
    }

    public Failure at(EntryPath path) {
        return Failure.of(path, kind, reason);
    }
}
