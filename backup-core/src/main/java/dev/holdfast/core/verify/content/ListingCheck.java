package dev.holdfast.core.verify.content;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.catalog.CatalogRoot;
import dev.holdfast.core.catalog.entry.Attributes;
import dev.holdfast.core.catalog.entry.AttributesCodec;
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
import dev.holdfast.core.read.OpenSnapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks up all references of catalogs in a table of chunks. A leaf page that was seen in another snapshot is not read again. For one
 * thread.
 */
final class ListingCheck {

    private final ChunkTable table;
    private final Findings findings;
    private final InFlight work;
    /** Mixes of leaf pages. */
    private final Set<Long> seen = new HashSet<>();

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
        PageTree listing = root.listing();
        for (PageRef top : listing.pages()) {
            PageTree part = new PageTree(listing.levels(), List.of(top));
            for (PageRef leaf : TreePages.leaves(part, pages, page -> page(object, page))) {
                ChunkRef chunk = leaf.chunk();
                String stream = "catalog/" + chunk.writer();
                long mix = table.mix(stream, chunk.block(), chunk.offset(), chunk.length(), chunk.sha256());
                if (!seen.contains(mix)) {
                    entries(leaf, pages);
                    seen.add(mix);
                }
            }
        }
    }

    private void entries(PageRef leaf, PageSource pages) {
        ListingCursor cursor = new ListingCursor(new PageTree(0, List.of(leaf)), pages, EntryPath.ROOT);
        while (cursor.next()) {
            work.check();
            Entry entry = cursor.entry();
            String path = entry.path().toString();
            ContentCursor items = new ContentCursor(entry.content(), pages, page -> page(path, page));
            while (items.hasNext()) {
                ContentItem item = items.next();
                if (!item.isHole()) {
                    look(path, "data/", item.chunk());
                }
            }
            Attributes attributes = entry.attributes();
            if (attributes.page() != null) {
                page(path, attributes.page());
                AttributesCodec.read(attributes, pages);
            }
        }
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
