package dev.holdfast.api.backup;

import dev.holdfast.api.error.IncompleteException;

/** A snapshot was committed, but some entries could not be read, and the caller wanted all. */
public final class IncompleteBackupException extends IncompleteException {

    private static final long serialVersionUID = 1;

    private final transient BackupResult result;

    IncompleteBackupException(BackupResult result) {
        super((result.failureCount() == 1 ? "an entry" : result.failureCount() + " entries")
                + " could not be read; the first: "
                + result.failures().get(0) + ". Snapshot " + result.snapshot().id() + " holds all others.");
        this.result = result;
    }

    public BackupResult result() {
        return result;
    }
}
