package dev.holdfast.api;

import dev.holdfast.api.backup.Backup;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.status.CollectionStatus;
import dev.holdfast.api.verify.Verification;

/**
 * An open repository: one place in a store that holds one set of backups.
 *
 * <p>Thread-safe. Runs may overlap, but the lease lets one writer in at a time. Closing it closes the storage and the
 * cipher that were given to its builder, and waits for nothing: finish runs first.
 */
public interface BackupRepository extends AutoCloseable {

    /** A random name that every record and manifest carries, 32 lower-case hexadecimal digits. */
    String id();

    /** The newest record of the log as last seen or written here. */
    Head head();

    /** Begins a backup; nothing happens before its {@code run}. */
    Backup backup();

    /** Reads the log anew and gives the snapshots that are valid now. */
    Snapshots snapshots();

    /** Begins a check of what is stored; nothing happens before its {@code run}. */
    Verification verify();

    /** Reads the log anew and describes what is stored; needs no key. */
    CollectionStatus status();

    /** Closes storage, cipher and signer. */
    @Override
    void close();
}
