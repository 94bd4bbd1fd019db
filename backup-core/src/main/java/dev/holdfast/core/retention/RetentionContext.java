package dev.holdfast.core.retention;

import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RepositoryLog;
import dev.holdfast.core.reclaim.Sweep;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.store.ObjectStore;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What retention works with.
 *
 * @param head reads the newest state
 * @param saw hears of each newer state
 * @param clock gives the time of records, and "now"
 */
public record RetentionContext(
        ObjectStore store,
        RepositoryLog log,
        ManifestStore manifests,
        Supplier<CommittedState> head,
        Consumer<CommittedState> saw,
        Clock clock,
        RandomGenerator random,
        Sweep sweep) {}
