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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The entries that the new listing is compared with, in path order: the parent's; or, after an interrupted run, those that it had
 * completed and, behind its frontier, those of its base. For one thread.
 */
public final class FormerEntries {

    private @Nullable ListingCursor cursor;
    private final SnapshotId parent;
    private final @Nullable ListingCursor rest;
    private final @Nullable SnapshotId restSnapshot;
    private final @Nullable EntryPath frontier;
    private final Function<EntryPath, Optional<Entry>> find;
    private final Function<EntryPath, Optional<Entry>> findInRest;
    /** Whether the cursor is still to be moved to the entry that comes next. */
    private boolean due = true;

    private FormerEntries(
            @Nullable ListingCursor cursor,
            SnapshotId parent,
            @Nullable ListingCursor rest,
            @Nullable SnapshotId restSnapshot,
            @Nullable EntryPath frontier,
            Function<EntryPath, Optional<Entry>> find,
            Function<EntryPath, Optional<Entry>> findInRest) {
        this.find = find;
        this.findInRest = findInRest;
        this.parent = parent;
        this.cursor = cursor;
        this.rest = rest;
        this.restSnapshot = restSnapshot;
        this.frontier = frontier;
    }

    /** Of a run that is compared with nothing. */
    private static FormerEntries none() {
        return new FormerEntries(
                null,
                SnapshotId.of("19700101T000000Z-000000000000"),
                null,
                null,
                null,
                path -> Optional.empty(),
                path -> Optional.empty());
    }

    /**
     * What a run is compared with.
     *
     * @param own id of the run
     */
    public static FormerEntries of(ChainState chain, SnapshotId own, PageSource source, ParentPages visited) {
        CatalogRoot root = chain.root();
        if (root == null) {
            return none();
        }
        SnapshotId parent = chain.parentId(own);
        if (!chain.isResumed()) {
            return of(parent, root.listing(), source, visited);
        }
        CatalogRoot base = chain.base();
        return resumed(
                parent,
                root.listing(),
                base == null ? parent : base.snapshot(),
                base == null ? PageTree.EMPTY : base.listing(),
                root.frontier(),
                source,
                visited);
    }

    static FormerEntries of(SnapshotId snapshot, PageTree listing, PageSource source, ParentPages visited) {
        return new FormerEntries(
                new ListingCursor(listing, source, EntryPath.ROOT, visited),
                snapshot,
                null,
                null,
                null,
                path -> find(listing, source, path),
                path -> Optional.empty());
    }

    /**
     * @param base what counts behind the frontier; an empty tree if there is nothing
     * @param frontier the last path that was completed, null if none was
     */
    private static FormerEntries resumed(
            SnapshotId partial,
            PageTree listing,
            SnapshotId baseSnapshot,
            PageTree base,
            @Nullable EntryPath frontier,
            PageSource source,
            ParentPages visited) {
        return new FormerEntries(
                new ListingCursor(listing, source, EntryPath.ROOT, visited),
                partial,
                new ListingCursor(base, source, frontier == null ? EntryPath.ROOT : frontier, visited),
                baseSnapshot,
                frontier,
                path -> find(listing, source, path),
                path -> find(base, source, path));
    }

    private static Optional<Entry> find(PageTree listing, PageSource source, EntryPath path) {
        ListingCursor cursor = new ListingCursor(listing, source, path);
        return cursor.next() && cursor.entry().path().equals(path) ? Optional.of(cursor.entry()) : Optional.empty();
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

    /** The entry at a path in the listing that a former entry is from: what lies before the frontier has changed since the base. */
    private Optional<Entry> find(EntryPath path, EntryPath beside) {
        return (isInRest(beside) ? findInRest : find).apply(path);
    }

    private boolean isInRest(EntryPath path) {
        return rest != null && (frontier == null || path.compareTo(frontier) > 0);
    }

    /** The snapshot that the former entry at a path is from. */
    SnapshotId snapshotOf(EntryPath path) {
        return isInRest(path) ? Objects.requireNonNull(restSnapshot) : parent;
    }

    /** The content of a former entry; for a hard link, that of the entry that it names. */
    public Content contentOf(Entry entry) {
        EntryPath first = entry.hardLinkTo().orElse(null);
        return first == null
                ? entry.content()
                : find(first, entry.path()).map(Entry::content).orElse(Content.EMPTY);
    }

    /**
     * An entry without its hard link, for the entry that this one names may have become another: it has the content itself, or, where that
     * is not there, failed.
     */
    Entry alone(Entry entry) {
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
    Entry kept(Entry entry) {
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
        if (rest != null && now != rest) {
            boolean found = rest.next();
            while (found && frontier != null && rest.entry().path().compareTo(frontier) <= 0) {
                found = rest.next();
            }
            cursor = found ? rest : null;
        }
    }

    /** The leaf page whose first entry comes next; null if this is amid a page, and after an interrupted run, whose pages are no parent's. */
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
