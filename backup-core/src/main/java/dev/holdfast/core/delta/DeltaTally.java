package dev.holdfast.core.delta;

import dev.holdfast.api.delta.Delta;
import dev.holdfast.api.delta.Difference;
import dev.holdfast.api.delta.Difference.Aspect;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.catalog.entry.Entry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gathers differences: all are counted, the first ten thousand kept. For one thread. */
public final class DeltaTally {

    private static final int MAX_KEPT = 10_000;

    private record Account(
            long added,
            long removed,
            long changed,
            long moved,
            long addedBytes,
            long removedBytes,
            long changedBytes,
            List<Difference> differences)
            implements Delta {

        @Override
        public String toString() {
            return added + " added, " + removed + " removed, " + changed + " changed, " + moved + " moved";
        }
    }

    private final @Nullable Moves moves;
    private final Map<EntryPath, Difference> kept = new TreeMap<>();
    private long added;
    private long removed;
    private long changed;
    private long addedBytes;
    private long removedBytes;
    private long changedBytes;

    private DeltaTally(@Nullable Moves moves) {
        this.moves = moves;
    }

    /** Of a snapshot before which there was nothing, so that nothing in it was moved. */
    public static DeltaTally ofFirst() {
        return new DeltaTally(null);
    }

    /** @param sameChain whether equal content has equal chunks in both states */
    public static DeltaTally between(boolean sameChain) {
        return new DeltaTally(new Moves(sameChain));
    }

    public void added(Entry entry) {
        added++;
        addedBytes += contentBytes(entry);
        if (moves != null) {
            moves.added(entry);
        }
        keep(entry, () -> FoundDifference.added(entry.withoutContent()));
    }

    public void removed(Entry entry) {
        removed++;
        removedBytes += contentBytes(entry);
        if (moves != null) {
            moves.removed(entry);
        }
        keep(entry, () -> FoundDifference.removed(entry.withoutContent()));
    }

    public void changed(Entry before, Entry after, Set<Aspect> aspects) {
        changed++;
        if (aspects.contains(Aspect.CONTENT) || aspects.contains(Aspect.TYPE)) {
            changedBytes += contentBytes(after);
        }
        keep(after, () -> FoundDifference.changed(before.withoutContent(), after.withoutContent(), aspects));
    }

    /**
     * An entry beside the former one at its path: new, changed, or the same.
     *
     * @param former null if there is none
     * @param sameContent whether their contents are the same; asked only of two files
     */
    public void compared(@Nullable Entry former, Entry entry, boolean sameContent) {
        if (former == null) {
            added(entry);
            return;
        }
        Set<Aspect> aspects = EntryComparison.aspects(former, entry, sameContent);
        if (!aspects.isEmpty()) {
            changed(former, entry, aspects);
        }
    }

    private static long contentBytes(Entry entry) {
        return entry.hardLinkTo().isPresent() ? 0 : entry.sizeBytes();
    }

    private void keep(Entry entry, Supplier<Difference> difference) {
        if (kept.size() < MAX_KEPT) {
            kept.put(entry.path(), difference.get());
        }
    }

    /** Whether nothing differs so far. */
    public boolean isEmpty() {
        return added + removed + changed == 0;
    }

    /** What was gathered, moved files found. Nothing can be added afterwards. */
    public Delta finish() {
        long movedBytes = 0;
        Map<EntryPath, Entry> pairs = moves == null ? Map.of() : moves.pairs();
        for (Map.Entry<EntryPath, Entry> pair : pairs.entrySet()) {
            Entry before = pair.getValue();
            movedBytes += before.sizeBytes();
            kept.remove(before.path());
            kept.computeIfPresent(
                    pair.getKey(),
                    (path, addition) -> addition.after()
                            .map(after -> (Difference) FoundDifference.moved(before, (Entry) after))
                            .orElse(addition));
        }
        int moved = pairs.size();
        return new Account(
                added - moved,
                removed - moved,
                changed,
                moved,
                addedBytes - movedBytes,
                removedBytes - movedBytes,
                changedBytes,
                List.copyOf(kept.values()));
    }
}
