package dev.holdfast.examples.command.session;

import dev.holdfast.api.error.BackupException;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.CommitStateUnknownException;
import dev.holdfast.api.error.ConcurrentWriterException;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.FormatException;
import dev.holdfast.api.error.FrozenException;
import dev.holdfast.api.error.IncompleteException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.KeyException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.error.StorageException;

/** What the process ends with. */
public enum ExitCode {
    DONE(0),
    /** Differences were found, or some files failed. */
    INCOMPLETE(1),
    /** The command was not understood, or its settings do not fit each other or the repository. */
    USAGE(2),
    /** No such repository, snapshot, path or source. */
    NOT_FOUND(3),
    /** Another writer is at work, or has changed the repository meanwhile. */
    OTHER_WRITER(4),
    /** Missing or wrong. */
    KEY(5),
    /** Stored bytes are damaged or forged. */
    INTEGRITY(6),
    STORAGE(7),
    /** Volumes in an archive class have not thawed yet; the same command goes on later. */
    FROZEN(8),
    INTERNAL(ExitCode.PROGRAM_ERROR),
    INTERRUPTED(130);

    /** Of {@link #INTERNAL}, known also where this class cannot be loaded any more. */
    public static final int PROGRAM_ERROR = 70;

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static ExitCode of(BackupException e) {
        if (e instanceof ConfigurationException || e instanceof FormatException) {
            return USAGE;
        }
        if (e instanceof IncompleteException) {
            return INCOMPLETE;
        }
        if (e instanceof NotFoundException) {
            return NOT_FOUND;
        }
        if (e instanceof ConcurrentWriterException) {
            return OTHER_WRITER;
        }
        if (e instanceof KeyException) {
            return KEY;
        }
        if (e instanceof IntegrityException) {
            return INTEGRITY;
        }
        if (e instanceof FrozenException) {
            return FROZEN;
        }
        if (e instanceof StorageException || e instanceof CommitStateUnknownException) {
            return STORAGE;
        }
        return e instanceof CancelledException ? INTERRUPTED : INTERNAL;
    }
}
