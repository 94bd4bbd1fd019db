package dev.holdfast.core.restore;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.model.Head;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.work.Workers;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a restore works with.
 *
 * @param snapshot that is restored
 * @param head when it was chosen
 * @param opening opens the snapshot for this run alone, with a count of its own of what is fetched; the run closes it
 */
public record RestoreContext(
        Snapshot snapshot,
        Head head,
        Supplier<OpenSnapshot> opening,
        Workers workers,
        Posix posix,
        LongSupplier nanoTime) {}
