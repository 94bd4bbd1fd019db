package dev.holdfast.core.delta;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.delta.Delta;
import dev.holdfast.api.delta.Difference;
import dev.holdfast.api.delta.SnapshotDiff;
import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.read.StoredSnapshot;
import java.util.Map;
import java.util.Set;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Compares two snapshots of a repository. Opens their catalogs for each question. */
public final class StoredDiff implements SnapshotDiff {

    private final StoredSnapshot before;
    private final StoredSnapshot after;
    private final EntryPath below;

    public StoredDiff(StoredSnapshot before, StoredSnapshot after) {
        this(before, after, EntryPath.ROOT);
    }

    private StoredDiff(StoredSnapshot before, StoredSnapshot after, EntryPath below) {
        this.before = before;
        this.after = after;
        this.below = below;
    }

    @Override
    public Snapshot before() {
        return before;
    }

    @Override
    public Snapshot after() {
        return after;
    }

    @Override
    public SnapshotDiff below(EntryPath path) {
        return new StoredDiff(before, after, path);
    }

    private boolean sameChain() {
        return before.chain().equals(after.chain());
    }

    @Override
    public Delta delta() {
        DeltaTally tally = DeltaTally.between(sameChain());
        try (Pair pair = new Pair()) {
            pair.each(tally::added, tally::removed, tally::changed);
        }
        return tally.finish();
    }

    @Override
    public Stream<Difference> differences() {
        Moves moves = new Moves(sameChain());
        Pair pair = new Pair();
        try {
            pair.each(moves::added, moves::removed, (former, latter, aspects) -> {});
            return StreamSupport.stream(new Differences(pair, moves.pairs()), false)
                    .onClose(pair::close);
        } catch (RuntimeException | Error e) {
            pair.close();
            throw e;
        }
    }

    /** Hears of an entry that differs under the same path. */
    private interface Changes {
        void changed(Entry former, Entry latter, Set<Difference.Aspect> aspects);
    }

    /** Both snapshots, opened. */
    private final class Pair implements AutoCloseable {

        private final OpenSnapshot former;
        private final OpenSnapshot latter;
        private final ContentComparison contents;

        Pair() {
            former = before.open();
            try {
                latter = after.open();
            } catch (RuntimeException | Error e) {
                former.close();
                throw e;
            }
            contents = new ContentComparison(former, latter, sameChain());
        }

        ListingMerge merge() {
            return new ListingMerge(former.from(below), latter.from(below), below);
        }

        void each(Consumer<Entry> added, Consumer<Entry> removed, Changes changed) {
            ListingMerge merge = merge();
            while (merge.next()) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancelledException("interrupted while comparing snapshots");
                }
                Entry one = merge.before();
                Entry other = merge.after();
                if (one == null && other != null) {
                    added.accept(other);
                } else if (one != null && other == null) {
                    removed.accept(one);
                } else if (one != null && other != null) {
                    Set<Difference.Aspect> aspects = contents.aspects(one, other);
                    if (!aspects.isEmpty()) {
                        changed.changed(one, other, aspects);
                    }
                }
            }
        }

        @Override
        public void close() {
            former.close();
            latter.close();
        }
    }

    /** The differences one by one; reads pages as it goes. */
    private static final class Differences extends Spliterators.AbstractSpliterator<Difference> {

        private final ListingMerge merge;
        private final ContentComparison contents;
        private final Map<EntryPath, Entry> movedFrom;
        private final Set<EntryPath> moved;

        /** @param movedFrom the former entry of each moved file, by where it is now */
        Differences(Pair pair, Map<EntryPath, Entry> movedFrom) {
            super(Long.MAX_VALUE, ORDERED | DISTINCT | NONNULL | IMMUTABLE);
            this.merge = pair.merge();
            this.contents = pair.contents;
            this.movedFrom = movedFrom;
            this.moved = Set.copyOf(movedFrom.values().stream().map(Entry::path).toList());
        }

        @Override
        public boolean tryAdvance(Consumer<? super Difference> action) {
            while (merge.next()) {
                Difference difference = difference(merge.before(), merge.after());
                if (difference != null) {
                    action.accept(difference);
                    return true;
                }
            }
            return false;
        }

        private @Nullable Difference difference(@Nullable Entry one, @Nullable Entry other) {
            if (other == null) {
                return one == null || moved.contains(one.path()) ? null : FoundDifference.removed(one);
            }
            if (one == null) {
                Entry origin = movedFrom.get(other.path());
                return origin == null ? FoundDifference.added(other) : FoundDifference.moved(origin, other);
            }
            Set<Difference.Aspect> aspects = contents.aspects(one, other);
            return aspects.isEmpty() ? null : FoundDifference.changed(one, other, aspects);
        }
    }
}
