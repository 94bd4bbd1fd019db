package dev.holdfast.core.backup;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.backup.content.RunCounters;
import dev.holdfast.core.store.ObjectStore;
import dev.holdfast.core.work.ProgressReporter;

/** How far a run has come. */
record RunProgress(RunCounters counters, ObjectStore store) implements ProgressReporter.Source {

    @Override
    public long entries() {
        return counters.entries.sum();
    }

    @Override
    public long bytes() {
        return counters.readBytes.sum() + counters.unchangedBytes.sum();
    }

    @Override
    public long storedBytes() {
        return store.bytesPut();
    }

    @Override
    public String current() {
        EntryPath now = counters.current;
        return now == null ? "" : now.toString();
    }
}
