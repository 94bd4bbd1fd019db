package dev.holdfast.core.restore;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.restore.plan.Planning;
import dev.holdfast.core.restore.plan.RestoreSettings;
import dev.holdfast.core.retry.Pause;
import dev.holdfast.core.work.Workers;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a restore works with.
 *
 * @param snapshot that is restored
 * @param head when it was chosen
 * @param opening opens the snapshot for this run alone, with a count of its own of what is fetched; the run closes it
 * @param storage that holds it, and repeats failed calls by itself
 * @param pause between two looks at volumes that thaw
 */
public record RestoreContext(
        Snapshot snapshot,
        Head head,
        Supplier<OpenSnapshot> opening,
        Storage storage,
        Workers workers,
        Posix posix,
        LongSupplier nanoTime,
        Pause pause) {

    Planning planning(RestoreSettings settings) {
        return new Planning(snapshot, head, settings, posix, storage, workers);
    }
}
