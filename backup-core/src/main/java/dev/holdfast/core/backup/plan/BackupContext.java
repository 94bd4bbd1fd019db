package dev.holdfast.core.backup.plan;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.archive.ArchiveFormat;
import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Signer;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RepositoryLog;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.store.ObjectStore;
import dev.holdfast.core.work.Workers;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What one run works with.
 *
 * @param store counts what the run stores
 * @param clock gives the time of snapshots
 * @param fileClock gives the time by which file systems stamp files
 * @param host name of this host, for the sealed part
 * @param snapshots makes the view of a snapshot that was committed, without a call of the store, which may be gone by
 *     then
 */
public record BackupContext(
        ObjectStore store,
        ClearPart clearPart,
        Sealing sealing,
        Workers workers,
        long volumeBytes,
        Duration checkpointInterval,
        Clock clock,
        InstantSource fileClock,
        LongSupplier nanoTime,
        Posix posix,
        String host,
        BiFunction<CommittedState, RosterEntry, Snapshot> snapshots) {

    /**
     * What says which snapshots there are, and who may add one.
     *
     * @param head reads the newest state
     * @param lease takes the lease of a run; throws a {@link dev.holdfast.api.error.ConcurrentWriterException} if
     *     somebody else has it
     */
    public record ClearPart(
            RepositoryLog log, Supplier<CommittedState> head, ManifestStore manifests, Supplier<RunLease> lease) {}

    /** How new blocks are encoded and sealed, and by whom the snapshot is signed. */
    public record Sealing(ArchiveFormat archive, ContentCipher cipher, Optional<Signer> signer) {}
}
