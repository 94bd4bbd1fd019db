package dev.holdfast.core.verify;

import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.read.SnapshotAccess;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.store.ObjectStore;
import dev.holdfast.core.work.Workers;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a check works with. Nothing of it may ask a cache, since what is stored is to be checked.
 *
 * @param head reads the log anew
 * @param store without cache
 * @param manifests of that store, with the expected signers
 * @param access opens snapshots, where that is asked for
 * @param localState which no backup takes; null where there is none
 * @param random cryptographic
 */
public record VerificationContext(
        Supplier<CommittedState> head,
        ObjectStore store,
        ManifestStore manifests,
        SnapshotAccess access,
        @Nullable Path localState,
        Workers workers,
        Posix posix,
        LongSupplier nanoTime,
        RandomGenerator random) {}
