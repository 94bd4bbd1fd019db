package dev.holdfast.core.read;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingCursor;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entries that hard links share their content with. Links often come in the order of their originals, as all
 * those to one file do, and those of a tree that was copied by links; so it goes on from the last one, if that is not
 * far. For one thread.
 */
public final class Originals {

    /** Steps that take about as long as looking for a page and reading half of it. */
    static final int MAX_STEPS = 64;

    private final Function<EntryPath, ListingCursor> listing;
    private final String snapshot;
    /** Stands on the entry that was found last, or on the next one. */
    private @Nullable ListingCursor last;

    /**
     * @param listing gives the entries from a path on
     * @param snapshot names it in messages
     */
    Originals(Function<EntryPath, ListingCursor> listing, String snapshot) {
        this.listing = listing;
        this.snapshot = snapshot;
    }

    /** The entry at a path. */
    public Optional<Entry> find(EntryPath path) {
        ListingCursor cursor = last;
        // Where a page is damaged, the next look begins anew.
        last = null;
        if (cursor == null || !isReached(cursor, path)) {
            cursor = listing.apply(path);
            if (!cursor.next()) {
                return Optional.empty();
            }
        }
        last = cursor;
        return Optional.of(cursor.entry()).filter(entry -> entry.path().equals(path));
    }

    /** The content of an entry; for a hard link that of the entry that it names, empty if there is none. */
    public Content contentOf(Entry entry) {
        return entry.hardLinkTo()
                .map(original -> find(original).map(Entry::content).orElse(Content.EMPTY))
                .orElseGet(entry::content);
    }

    /** Whether a cursor that stood before a path, or there, now stands there or behind it. */
    private static boolean isReached(ListingCursor cursor, EntryPath path) {
        int order = cursor.entry().path().compareTo(path);
        if (order > 0) {
            return false;
        }
        for (int steps = 0; order < 0 && steps < MAX_STEPS && cursor.next(); steps++) {
            order = cursor.entry().path().compareTo(path);
        }
        return order >= 0;
    }

    /**
     * The entry that a hard link shares its content with.
     *
     * @param original the path that the link names
     * @throws IntegrityException if there is no such file before the link
     */
    public Entry of(Entry link, EntryPath original) {
        return find(original)
                .filter(first -> original.compareTo(link.path()) < 0)
                .filter(first ->
                        first.type() == EntryType.FILE && first.hardLinkTo().isEmpty())
                .filter(first -> first.failed() || first.sizeBytes() == link.sizeBytes())
                .orElseThrow(() -> new IntegrityException("the listing of snapshot " + snapshot + " has \""
                        + link.path() + "\" as a hard link to \"" + original + "\", which is no such file"));
    }
}
