package dev.holdfast.core.verify.content;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.catalog.CatalogRoot;
import dev.holdfast.core.catalog.CatalogRootCodec;
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
import dev.holdfast.core.store.Layout;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks up all references of catalogs in a table of chunks and in needed-sets, and whether their entries can be
 * restored. A leaf page that was seen in another snapshot behind the same page is not read again, but what it needs of
 * blocks is kept: 12 bytes for each block that it refers to. For one thread.
 */
final class ListingCheck {

    private final ChunkTable table;
    private final Findings findings;
    private final InFlight work;
    private final PageNeeds needs = new PageNeeds();
    /** What leaf pages need of blocks, by their mixes. */
    private final Map<Long, int[]> seen = new HashMap<>();
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
    void check(RosterEntry roster, OpenSnapshot snapshot, NeededSet needed) {
        String object = roster.manifest().value();
        EntryCheck entries = new EntryCheck(roster.manifest(), snapshot, needed, table, findings, needs);
        CatalogRoot root = snapshot.root();
        entries.page(object, snapshot.manifest().catalog());
        for (CatalogRoot.IndexTree segment : root.index()) {
            TreePages.leaves(segment.tree(), snapshot.pages(), page -> entries.page(object, page));
        }
        if (root.listing().pages().isEmpty() && !roster.partial()) {
            throw withoutRoot();
        }
        leaves(object, snapshot, needed, entries);
        base(object, snapshot, entries);
        needed.lacking().ifPresent(message -> findings.damaged(roster.manifest(), message));
    }

    /**
     * What counts behind the frontier of an unfinished state: the run that continues it may take these entries over.
     */
    private void base(String object, OpenSnapshot snapshot, EntryCheck entries) {
        CatalogRoot.Base base = snapshot.root().base();
        if (base == null) {
            return;
        }
        entries.page(object, base.catalog());
        PageSource pages = snapshot.pages();
        CatalogRoot root = CatalogRootCodec.read(
                pages.read(base.catalog()), "the root of the catalog of snapshot " + base.snapshot());
        EntryPath frontier = snapshot.root().frontier();
        ListingCursor cursor = new ListingCursor(root.listing(), pages, frontier == null ? EntryPath.ROOT : frontier);
        while (cursor.next()) {
            work.check();
            if (frontier == null || cursor.entry().path().compareTo(frontier) > 0) {
                entries.references(cursor.entry());
            }
        }
    }

    private void leaves(String object, OpenSnapshot snapshot, NeededSet needed, EntryCheck entries) {
        PageSource pages = snapshot.pages();
        PageTree listing = snapshot.root().listing();
        long mixBefore = 0;
        PageRef before = null;
        for (PageRef top : listing.pages()) {
            PageTree part = new PageTree(listing.levels(), List.of(top));
            for (PageRef leaf : TreePages.leaves(part, pages, page -> entries.page(object, page))) {
                ChunkRef chunk = leaf.chunk();
                String stream = Layout.stream(Purpose.CATALOG, chunk.writer());
                long mix = table.mix(stream, chunk.block(), chunk.offset(), chunk.length(), chunk.sha256())
                        ^ leaf.hashCode();
                // What is below a directory may begin on the page behind it.
                long both = Long.rotateLeft(mixBefore, 1) ^ mix;
                int[] known = seen.get(mix);
                if (known != null && seenBehind.contains(both)) {
                    needs.check(known, needed);
                } else {
                    needs.clear();
                    entries(leaf, before == null ? null : last(before, pages), pages, entries);
                    seen.put(mix, needs.packed());
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
    private void entries(PageRef leaf, @Nullable Entry before, PageSource pages, EntryCheck entries) {
        Entry last = before;
        EntryPath first = null;
        long count = 0;
        for (ListingCursor cursor = ListingCursor.inLeaf(leaf, pages, before); cursor.next(); count++) {
            work.check();
            Entry entry = cursor.entry();
            if (last == null && !(entry.path().isRoot() && entry.type() == EntryType.DIRECTORY)) {
                throw withoutRoot();
            }
            if (last != null && !isListedBelow(entry, last)) {
                throw new IntegrityException("\"" + entry.path() + "\" is listed without its directory");
            }
            first = first == null ? entry.path() : first;
            last = entry;
            entries.entry(entry);
        }
        if (count != leaf.count() || !Objects.equals(first, leaf.first())) {
            throw new IntegrityException("the page of the listing that begins with \"" + first + "\" has " + count
                    + " entries, but the reference to it says " + leaf.count() + " from \"" + leaf.first() + "\" on");
        }
        lastLeaf = leaf;
        lastEntry = last;
    }

    /** Where no directory is left out, what precedes an entry is its directory or lies below that. */
    private static boolean isListedBelow(Entry entry, Entry before) {
        return entry.path().parent().filter(before.path()::startsWith).isPresent();
    }

    private static IntegrityException withoutRoot() {
        return new IntegrityException("the listing does not begin with the root, a directory");
    }
}
