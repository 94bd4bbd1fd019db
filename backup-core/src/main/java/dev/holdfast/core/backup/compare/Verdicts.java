package dev.holdfast.core.backup.compare;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.backup.content.FileTask;
import dev.holdfast.core.backup.pages.PageSummary;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingCursor;
import dev.holdfast.core.catalog.page.PageRef;
import org.jspecify.annotations.Nullable;

/** Hears what a comparison finds, path by path. */
public interface Verdicts {

    /** Attributes prove that an entry is as it was; the cursor stands on it. */
    void unchanged(Entry former, ListingCursor cursor);

    /**
     * Attributes prove that all entries of a page are as they were.
     *
     * @param lastPath of the last entry
     * @return false if the entries must be looked at one by one
     */
    boolean unchangedPage(PageRef page, EntryPath lastPath, PageSummary summary);

    /** An entry of which all is known from its attributes: no file, or a hard link. */
    void made(Entry entry, @Nullable Entry former);

    /** A file or stream whose content must be read. */
    void toRead(FileTask task);

    /** An entry that the sources do not have any more. */
    void removed(Entry former);

    /** An entry that could not be looked at: it stays as it was, marked so. */
    void kept(Entry entry);

    /** An entry that could not be looked at and that nothing is known of. */
    void unknown(EntryPath path);
}
