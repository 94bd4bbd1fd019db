package dev.holdfast.core.delta;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingCursor;
import dev.holdfast.core.catalog.listing.ListingCursor.AheadPage;
import dev.holdfast.core.catalog.page.PageRef;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Goes through two listings side by side, in path order, and stops at each entry that only one of them has, and at each
 * that both have on pages that differ. A page that lies ahead of both is passed unread, with all that is below it. For
 * one thread.
 */
final class ListingMerge {

    private final EntryPath below;
    private final Side before;
    private final Side after;
    private @Nullable Entry left;
    private @Nullable Entry right;

    /** @param below where both cursors begin, and what bounds them */
    ListingMerge(ListingCursor before, ListingCursor after, EntryPath below) {
        this.below = below;
        this.before = new Side(before);
        this.after = new Side(after);
    }

    /** Goes to the next path; false behind the last. */
    boolean next() {
        if (left != null) {
            before.advance();
        }
        if (right != null) {
            after.advance();
        }
        left = null;
        right = null;
        while (true) {
            EntryPath a = before.position();
            EntryPath b = after.position();
            if (a == null && b == null) {
                return false;
            }
            int order = a == null ? 1 : b == null ? -1 : a.compareTo(b);
            if (order == 0 && before.entry == null && after.entry == null) {
                passOrDescend();
            } else if (order <= 0 && before.entry == null) {
                before.descend();
            } else if (order >= 0 && after.entry == null) {
                after.descend();
            } else {
                left = order <= 0 ? before.entry : null;
                right = order >= 0 ? after.entry : null;
                return true;
            }
        }
    }

    private void passOrDescend() {
        AheadPage a = Objects.requireNonNull(before.ahead);
        AheadPage b = Objects.requireNonNull(after.ahead);
        boolean same = a.level() == b.level()
                && Arrays.equals(a.page().chunk().sha256(), b.page().chunk().sha256());
        if (same) {
            before.skip();
            after.skip();
            return;
        }
        // Of two trees of unequal height the higher is descended first, so that equal pages meet.
        if (a.level() >= b.level()) {
            before.descend();
        }
        if (b.level() >= a.level()) {
            after.descend();
        }
    }

    /** The entry of the first listing at this path; null if it has none. */
    @Nullable
    Entry before() {
        return left;
    }

    /** The entry of the second listing at this path; null if it has none. */
    @Nullable
    Entry after() {
        return right;
    }

    /** One listing: it stands on an entry, before a page, or at its end. */
    private final class Side {

        private final ListingCursor cursor;
        private @Nullable Entry entry;
        private @Nullable AheadPage ahead;

        Side(ListingCursor cursor) {
            this.cursor = cursor;
            look();
        }

        /** Where it stands, no further than its next entry; null behind the last that is asked for. */
        @Nullable
        EntryPath position() {
            EntryPath path = entry != null ? entry.path() : ahead != null ? start(ahead.page()) : null;
            return path == null || path.startsWith(below) ? path : null;
        }

        private EntryPath start(PageRef page) {
            EntryPath first = page.first();
            return first == null || first.compareTo(below) < 0 ? below : first;
        }

        void advance() {
            entry = cursor.nextInPage() ? cursor.entry() : null;
            if (entry == null) {
                look();
            }
        }

        private void look() {
            ahead = cursor.ahead();
        }

        void descend() {
            EntryPath expected = start(Objects.requireNonNull(ahead).page());
            cursor.descend();
            advance();
            EntryPath found = entry != null ? entry.path() : ahead == null ? null : start(ahead.page());
            if (found != null && found.compareTo(expected) < 0) {
                throw new IntegrityException("a page of a listing is said to begin with \"" + expected
                        + "\", but begins with \"" + found + "\"");
            }
        }

        void skip() {
            cursor.skip();
            look();
        }
    }
}
