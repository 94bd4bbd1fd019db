package dev.holdfast.core.delta;

import dev.holdfast.api.delta.Difference.Aspect;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.ContentCursor;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.read.OpenSnapshot;
import dev.holdfast.core.read.Originals;
import java.util.Set;

/**
 * Compares entries of two snapshots. A hard link is compared by the content of the entry that it names; long lists of
 * chunks, which may lie on other pages now, chunk by chunk up to the first that differs. For one thread.
 */
final class ContentComparison {

    private final OpenSnapshot before;
    private final OpenSnapshot after;
    private final Originals originalsBefore;
    private final Originals originalsAfter;
    private final boolean sameChain;

    /** @param sameChain whether equal content has equal chunks */
    ContentComparison(OpenSnapshot before, OpenSnapshot after, boolean sameChain) {
        this.before = before;
        this.after = after;
        originalsBefore = before.originals();
        originalsAfter = after.originals();
        this.sameChain = sameChain;
    }

    Set<Aspect> aspects(Entry one, Entry other) {
        boolean files = one.type() == EntryType.FILE && other.type() == EntryType.FILE;
        return EntryComparison.aspects(one, other, !files || sameContent(one, other));
    }

    private boolean sameContent(Entry one, Entry other) {
        if (one.sizeBytes() != other.sizeBytes()) {
            return false;
        }
        boolean sameTime = one.modified().equals(other.modified());
        boolean sameLink = one.hardLinkTo().isPresent() && one.hardLinkTo().equals(other.hardLinkTo());
        if (sameTime && (sameLink || !sameChain)) {
            return true;
        }
        return sameItems(originalsBefore.contentOf(one), originalsAfter.contentOf(other));
    }

    private boolean sameItems(Content one, Content other) {
        if (one.isSame(other)) {
            return true;
        }
        if (one.pages() == null || other.pages() == null) {
            return false;
        }
        ContentCursor ones = new ContentCursor(one, before.pages());
        ContentCursor others = new ContentCursor(other, after.pages());
        while (ones.hasNext() && others.hasNext()) {
            if (!ones.next().isSame(others.next())) {
                return false;
            }
        }
        return !ones.hasNext() && !others.hasNext();
    }
}
