package dev.holdfast.core.backup.compare;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.backup.chain.ChainState;
import dev.holdfast.core.catalog.CatalogRoot;
import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingCursor;
import dev.holdfast.core.catalog.listing.ListingCursor.AheadPage;
import dev.holdfast.core.catalog.listing.ParentPages;
import dev.holdfast.core.catalog.page.PageRef;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.catalog.page.PageTree;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The entries that the new listing is compared with, in path order: the parent's; or, after an interrupted run, those
 * that it had completed and, behind its frontier, those of its base. For one thread.
 */
public final class FormerEntries {

    /** One of the listings, and how far it was read. */
    private record Part(SnapshotId snapshot, PageTree listing, PageSource pages, ListingCursor cursor) {

        static Part of(SnapshotId snapshot, PageTree listing, PageSource pages, EntryPath from, ParentPages visited) {
            return new Part(snapshot, listing, pages, new ListingCursor(listing, pages, from, visited));
        }

        /** The entry at a path, looked up wherever the cursor is. */
        Optional<Entry> find(EntryPath path) {
            ListingCursor found = new ListingCursor(listing, pages, path);
            return found.next() && found.entry().path().equals(path) ? Optional.of(found.entry()) : Optional.empty();
        }
    }

    /** Null for a run that is compared with nothing. */
    private final @Nullable Part parent;
    /** What counts behind the frontier; null if the parent says all. */
    private final @Nullable Part rest;
    /** The last path that an interrupted run had completed; null if there is none. */
    private final @Nullable EntryPath frontier;

    /** Of the parent, or of the rest; null behind the last entry. */
    private @Nullable ListingCursor cursor;
    /** Whether the cursor is still to be moved to the entry that comes next. */
    private boolean due = true;

    private FormerEntries(@Nullable Part parent, @Nullable Part rest, @Nullable EntryPath frontier) {
        this.parent = parent;
        this.rest = rest;
        this.frontier = frontier;
        this.cursor = parent == null ? null : parent.cursor();
    }

    /**
     * What a run is compared with.
     *
     * @param own id of the run
     */
    public static FormerEntries of(ChainState chain, SnapshotId own, PageSource source, ParentPages visited) {
        ChainState.Parent continued = chain.parent();
        if (continued == null) {
            return new FormerEntries(null, null, null);
        }
        CatalogRoot root = continued.root();
        Part parent = Part.of(chain.parentId(own), root.listing(), source, EntryPath.ROOT, visited);
        if (!chain.isResumed()) {
            return new FormerEntries(parent, null, null);
        }
        CatalogRoot base = continued.base();
        EntryPath frontier = root.frontier();
        Part rest = Part.of(
                base == null ? parent.snapshot() : base.snapshot(),
                base == null ? PageTree.EMPTY : base.listing(),
                source,
                frontier == null ? EntryPath.ROOT : frontier,
                visited);
        return new FormerEntries(parent, rest, frontier);
    }

    static FormerEntries of(SnapshotId snapshot, PageTree listing, PageSource source, ParentPages visited) {
        return new FormerEntries(Part.of(snapshot, listing, source, EntryPath.ROOT, visited), null, null);
    }

    /** The entry that it stands on; null behind the last. */
    @Nullable
    public Entry current() {
        if (due) {
            move();
        }
        return cursor == null ? null : cursor.entry();
    }

    /** The cursor that stands on the current entry. */
    public ListingCursor cursor() {
        return Objects.requireNonNull(cursor, "behind the last entry");
    }

    /** The former entry at a path, if there is one. Looks it up, wherever the comparison is. */
    Optional<Entry> find(EntryPath path) {
        return find(path, path);
    }

    /**
     * The entry at a path in the listing that a former entry is from: what lies before the frontier has changed since
     * the base.
     */
    private Optional<Entry> find(EntryPath path, EntryPath beside) {
        Part part = partOf(beside);
        return part == null ? Optional.empty() : part.find(path);
    }

    private @Nullable Part partOf(EntryPath path) {
        return rest != null && (frontier == null || path.compareTo(frontier) > 0) ? rest : parent;
    }

    /** The snapshot that the former entry at a path is from. */
    private SnapshotId snapshotOf(EntryPath path) {
        return Objects.requireNonNull(partOf(path), "there are no former entries")
                .snapshot();
    }

    /** The content of a former entry; for a hard link, that of the entry that it names. */
    public Content contentOf(Entry entry) {
        EntryPath first = entry.hardLinkTo().orElse(null);
        return first == null
                ? entry.content()
                : find(first, entry.path()).map(Entry::content).orElse(Content.EMPTY);
    }

    /**
     * An entry without its hard link, for the entry that this one names may have become another: it has the content
     * itself, or, where that is not there, failed.
     */
    public Entry alone(Entry entry) {
        EntryPath first = entry.hardLinkTo().orElse(null);
        if (first == null) {
            return entry;
        }
        Entry.Builder alone = entry.toBuilder().hardLinkTo(null);
        return find(first, entry.path())
                .filter(named -> !named.failed() && named.sizeBytes() == entry.sizeBytes())
                .map(named -> alone.content(named.content()).build())
                .orElseGet(() -> alone.sizeBytes(0).failed(true).build());
    }

    /** A former entry as it was, marked as not read since. */
    public Entry kept(Entry entry) {
        SnapshotId since = entry.keptFrom().orElseGet(() -> snapshotOf(entry.path()));
        return entry.toBuilder().keptFrom(since).build();
    }

    public void advance() {
        if (due) {
            move();
        }
        due = true;
    }

    private void move() {
        due = false;
        ListingCursor now = cursor;
        if (now == null || now.next()) {
            return;
        }
        cursor = null;
        if (rest != null && now != rest.cursor()) {
            ListingCursor behind = rest.cursor();
            boolean found = behind.next();
            while (found && frontier != null && behind.entry().path().compareTo(frontier) <= 0) {
                found = behind.next();
            }
            cursor = found ? behind : null;
        }
    }

    /**
     * The leaf page whose first entry comes next; null within a page, and after an interrupted run, whose pages are not
     * the parent's.
     */
    @Nullable
    PageRef pageAhead() {
        ListingCursor now = cursor;
        if (!due || now == null || rest != null) {
            return null;
        }
        if (now.nextInPage()) {
            due = false;
            return null;
        }
        AheadPage ahead = now.ahead();
        while (ahead != null && ahead.level() > 0) {
            now.descend();
            ahead = now.ahead();
        }
        return ahead == null ? null : ahead.page();
    }

    /** Passes the page ahead. */
    void skipPage() {
        cursor().skip();
    }
}
