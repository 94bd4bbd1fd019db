package dev.holdfast.core.delta;

import dev.holdfast.api.SnapshotEntry;
import dev.holdfast.api.delta.Difference;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.catalog.entry.Entry;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A difference between two entries, of which one may not be there. Immutable. */
final class FoundDifference implements Difference {

    private final Kind kind;
    private final @Nullable Entry before;
    private final @Nullable Entry after;
    private final Set<Aspect> aspects;

    private FoundDifference(Kind kind, @Nullable Entry before, @Nullable Entry after, Set<Aspect> aspects) {
        this.kind = kind;
        this.before = before;
        this.after = after;
        this.aspects = aspects;
    }

    static FoundDifference added(Entry after) {
        return new FoundDifference(Kind.ADDED, null, after, Set.of());
    }

    static FoundDifference removed(Entry before) {
        return new FoundDifference(Kind.REMOVED, before, null, Set.of());
    }

    static FoundDifference changed(Entry before, Entry after, Set<Aspect> aspects) {
        return new FoundDifference(Kind.CHANGED, before, after, aspects);
    }

    static FoundDifference moved(Entry before, Entry after) {
        return new FoundDifference(Kind.MOVED, before, after, EntryComparison.aspects(before, after, true));
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public EntryPath path() {
        return Objects.requireNonNull(after != null ? after : before).path();
    }

    @Override
    public Optional<SnapshotEntry> before() {
        return Optional.ofNullable(before);
    }

    @Override
    public Optional<SnapshotEntry> after() {
        return Optional.ofNullable(after);
    }

    @Override
    public Set<Aspect> aspects() {
        return aspects;
    }

    @Override
    public String toString() {
        return kind + " " + path() + (aspects.isEmpty() ? "" : " " + aspects);
    }
}
