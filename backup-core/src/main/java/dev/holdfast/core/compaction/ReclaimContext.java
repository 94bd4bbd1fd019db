package dev.holdfast.core.compaction;

import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RepositoryLog;
import dev.holdfast.core.reclaim.Sweep;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.store.ObjectStore;
import dev.holdfast.core.work.Workers;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What getting space back works with.
 *
 * @param head reads the log anew
 * @param store without cache
 * @param manifests of that store
 * @param backupIsRunning whether a backup may be going on; may take a minute to find out
 * @param volumeBytes how long new volumes get at most
 * @param random cryptographic
 */
public record ReclaimContext(
        Supplier<CommittedState> head,
        ObjectStore store,
        RepositoryLog log,
        ManifestStore manifests,
        BooleanSupplier backupIsRunning,
        Sweep sweep,
        Workers workers,
        long volumeBytes,
        Clock clock,
        LongSupplier nanoTime,
        RandomGenerator random) {}
