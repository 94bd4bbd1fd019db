package dev.holdfast.core.verify.content;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.catalog.CatalogRoot;
import dev.holdfast.core.catalog.entry.ContentCursor;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingCursor;
import dev.holdfast.core.catalog.page.PageRef;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.catalog.page.TreePages;
import dev.holdfast.core.fetch.InFlight;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.read.EntryMetadata;
import dev.holdfast.core.read.OpenSnapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks up all references of catalogs in a table of chunks, and whether their entries can be restored. A leaf page that was seen in another
 * snapshot behind the same page is not read again. For one thread.
 */
final class ListingCheck {

    private final ChunkTable table;
    private final Findings findings;
    private final InFlight work;
    /** Mixes of leaf pages. */
    private final Set<Long> seen = new HashSet<>();
    /** Mixes of leaf pages with those before them. */
    private final Set<Long> seenBehind = new HashSet<>();

    private @Nullable PageRef lastLeaf;
    private @Nullable Entry lastEntry;

    ListingCheck(ChunkTable table, Findings findings, InFlight work) {
        this.table = table;
        this.findings = findings;
        this.work = work;
    }

    /** @throws IntegrityException if a page of the catalog cannot be read */
    void check(RosterEntry roster, OpenSnapshot snapshot) {
        String object = roster.manifest().value();
        PageSource pages = snapshot.pages();
        CatalogRoot root = snapshot.root();
        page(object, snapshot.manifest().catalog());
        for (CatalogRoot.IndexTree segment : root.index()) {
            TreePages.leaves(segment.tree(), pages, page -> page(object, page));
        }
        leaves(object, roster.partial(), snapshot);
    }

    private void leaves(String object, boolean partial, OpenSnapshot snapshot) {
        PageSource pages = snapshot.pages();
        PageTree listing = snapshot.root().listing();
        if (listing.pages().isEmpty() && !partial) {
            throw withoutRoot();
        }
        long mixBefore = 0;
        PageRef before = null;
        for (PageRef top : listing.pages()) {
            PageTree part = new PageTree(listing.levels(), List.of(top));
            for (PageRef leaf : TreePages.leaves(part, pages, page -> page(object, page))) {
                ChunkRef chunk = leaf.chunk();
                String stream = "catalog/" + chunk.writer();
                long mix = table.mix(stream, chunk.block(), chunk.offset(), chunk.length(), chunk.sha256());
                // What is below a directory may begin on the page behind it.
                long both = Long.rotateLeft(mixBefore, 1) ^ mix;
                if (!seen.contains(mix) || !seenBehind.contains(both)) {
                    entries(leaf, before == null ? null : last(before, pages), snapshot);
                    seen.add(mix);
                    seenBehind.add(both);
                }
                mixBefore = mix;
                before = leaf;
            }
        }
    }

    private @Nullable Entry last(PageRef leaf, PageSource pages) {
        if (leaf.equals(lastLeaf)) {
            return lastEntry;
        }
        Entry last = null;
        for (ListingCursor cursor = ListingCursor.inLeaf(leaf, pages, null); cursor.next(); ) {
            last = cursor.entry();
        }
        return last;
    }

    /** @param before the last entry of the page before; null on the first page */
    private void entries(PageRef leaf, @Nullable Entry before, OpenSnapshot snapshot) {
        Entry last = before;
        boolean first = before == null;
        for (ListingCursor cursor = ListingCursor.inLeaf(leaf, snapshot.pages(), before); cursor.next(); ) {
            work.check();
            last = cursor.entry();
            if (first && !last.path().isRoot()) {
                throw withoutRoot();
            }
            first = false;
            entry(last, snapshot);
        }
        lastLeaf = leaf;
        lastEntry = last;
    }

    /** Does with an entry what a restore would do, as far as the content. */
    private void entry(Entry entry, OpenSnapshot snapshot) {
        PageSource pages = snapshot.pages();
        String path = entry.path().toString();
        if (entry.attributes().page() != null) {
            page(path, entry.attributes().page());
        }
        EntryMetadata.of(entry, pages);
        entry.hardLinkTo().ifPresent(first -> snapshot.linked(entry, first));
        boolean hasContent =
                entry.type() == EntryType.FILE && entry.hardLinkTo().isEmpty() && !entry.failed();
        ContentCursor items = hasContent
                ? ContentCursor.of(entry, entry.content(), pages, page -> page(path, page))
                : new ContentCursor(entry.content(), pages, page -> page(path, page));
        while (items.hasNext()) {
            ContentItem item = items.next();
            if (!item.isHole()) {
                look(path, "data/", item.chunk());
            }
        }
    }

    private static IntegrityException withoutRoot() {
        return new IntegrityException("the listing does not begin with the root");
    }

    private void page(String object, ChunkRef page) {
        look(object, "catalog/", page);
    }

    private void look(String object, String streams, ChunkRef ref) {
        String stream = streams + ref.writer();
        // Blocks that are not in the table are damaged, which was told, or are the next rounds'.
        if (table.hasBlock(stream, ref.block()) && !table.contains(stream, ref)) {
            findings.damaged(object, ref + " of " + streams + " is not what the block holds there");
        }
    }
}
