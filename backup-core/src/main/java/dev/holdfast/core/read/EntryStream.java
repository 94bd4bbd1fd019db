package dev.holdfast.core.read;

import dev.holdfast.api.SnapshotEntry;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.catalog.listing.ListingCursor;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The entries of a subtree as a stream; reads pages as it goes. */
final class EntryStream extends Spliterators.AbstractSpliterator<SnapshotEntry> {

    private final ListingCursor cursor;
    private final EntryPath below;
    private boolean ended;

    private EntryStream(ListingCursor cursor, EntryPath below) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL | Spliterator.IMMUTABLE);
        this.cursor = cursor;
        this.below = below;
    }

    /** @param cursor from this path on */
    static Stream<SnapshotEntry> of(ListingCursor cursor, EntryPath below) {
        return StreamSupport.stream(new EntryStream(cursor, below), false);
    }

    @Override
    public boolean tryAdvance(Consumer<? super SnapshotEntry> action) {
        if (ended || !cursor.next() || !cursor.entry().path().startsWith(below)) {
            ended = true;
            return false;
        }
        action.accept(cursor.entry());
        return true;
    }
}
