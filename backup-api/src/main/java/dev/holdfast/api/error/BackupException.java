package dev.holdfast.api.error;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything that the library throws for reasons other than a caller's programming error. A minor version
 * may add subclasses, so a {@code switch} over them needs a default branch.
 */
public abstract sealed class BackupException extends RuntimeException
        permits CancelledException,
                CommitStateUnknownException,
                ConcurrentWriterException,
                ConfigurationException,
                FormatException,
                FrozenException,
                IncompleteException,
                IntegrityException,
                KeyException,
                NotFoundException,
                StorageException {

    private static final long serialVersionUID = 1;

    BackupException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
