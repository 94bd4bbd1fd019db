package dev.holdfast.core.source;

import dev.holdfast.api.model.Failure;
import dev.holdfast.core.failure.Problem;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * Why an entry could not be read.
 *
 * @param kind what its former state is worth
 * @param reason what was tried and what happened
 */
public record SourceProblem(Kind kind, Problem reason) {

    public enum Kind {
        /** It was gone, or another thing, when its turn came. It is not part of the snapshot. */
        VANISHED,
        /** Not even its attributes could be read, so it has no metadata and its type is unknown. */
        UNREADABLE,
        /** A directory, with metadata, whose names could not be listed. What it holds is unknown, not gone. */
        UNLISTABLE
    }

    static SourceProblem whileReading(String tried, Kind kind, IOException error) {
        if (error instanceof NoSuchFileException || error instanceof NotDirectoryException) {
            return new SourceProblem(Kind.VANISHED, new Problem(Failure.Kind.CHANGED, tried + ": it is gone"));
        }
        return new SourceProblem(kind, Problem.of(tried, error));
    }
}
