package dev.holdfast.core.failure;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;

/** What to tell people of a file system's errors, some of which say nothing but the path. */
public final class Reasons {

    private Reasons() {}

    /**
     * What could not be done, and why, said once: an error that begins with what could not be done needs nothing before
     * it.
     *
     * @param tried for people, with the object
     */
    public static String attempt(String tried, IOException error) {
        String reason = of(error);
        return reason.startsWith("cannot ") || reason.startsWith("could not ")
                ? reason
                : "could not " + tried + ": " + reason;
    }

    public static String of(IOException error) {
        if (error instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        if (error instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (error instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (error instanceof NotDirectoryException) {
            return "something on its way is no directory";
        }
        if (error instanceof NotLinkException) {
            return "it is no symbolic link any more";
        }
        if (error instanceof FileAlreadyExistsException) {
            return "something is in its place";
        }
        String kind = error.getClass().getSimpleName();
        if (error.getMessage() == null) {
            return kind;
        }
        return error instanceof FileSystemException ? kind + " " + error.getMessage() : error.getMessage();
    }

    /** Whether it tells of an interrupt; a timeout of a socket is none, though it is written as one. */
    public static boolean isInterrupt(IOException error) {
        return error instanceof InterruptedIOException && !(error instanceof SocketTimeoutException);
    }
}
