package dev.holdfast.core.delta;

import dev.holdfast.api.SnapshotEntry;
import dev.holdfast.api.delta.Difference;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.catalog.entry.Entry;
import java.util.Optional;
import java.util.Set;

/** A difference between two entries, of which one may not be there. */
record FoundDifference(Kind kind, Optional<SnapshotEntry> before, Optional<SnapshotEntry> after, Set<Aspect> aspects)
        implements Difference {

    static FoundDifference added(Entry after) {
        return new FoundDifference(Kind.ADDED, Optional.empty(), Optional.of(after), Set.of());
    }

    static FoundDifference removed(Entry before) {
        return new FoundDifference(Kind.REMOVED, Optional.of(before), Optional.empty(), Set.of());
    }

    static FoundDifference changed(Entry before, Entry after, Set<Aspect> aspects) {
        return new FoundDifference(Kind.CHANGED, Optional.of(before), Optional.of(after), aspects);
    }

    static FoundDifference moved(Entry before, Entry after) {
        return new FoundDifference(
                Kind.MOVED, Optional.of(before), Optional.of(after), EntryComparison.aspects(before, after, true));
    }

    @Override
    public EntryPath path() {
        return after.or(() -> before).orElseThrow().path();
    }

    @Override
    public String toString() {
        return kind + " " + path() + (aspects.isEmpty() ? "" : " " + aspects);
    }
}
