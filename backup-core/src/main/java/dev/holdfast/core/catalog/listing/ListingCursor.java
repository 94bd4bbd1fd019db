package dev.holdfast.core.catalog.listing;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.entry.EntryCodec;
import dev.holdfast.core.catalog.page.PageRef;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.catalog.page.TreeCodec;
import dev.holdfast.core.json.JsonReader;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a listing in path order, page by page, from a path on, or past pages that its user knows already. What
 * it reads may be hostile: levels only fall, and paths only rise, so it ends; and nothing lies below what is no
 * directory. For one thread.
 */
public final class ListingCursor {

    private record Pages(int level, Deque<PageRef> left) {}

    /** A page that was not read yet; level 0 is a leaf. */
    public record AheadPage(PageRef page, int level) {}

    private final PageSource source;
    private final EntryPath from;
    private final @Nullable ParentPages visited;
    private final Deque<Pages> path = new ArrayDeque<>();
    private byte[] page = new byte[0];
    private @Nullable JsonReader json;
    private int lineStart;
    private int lineEnd;
    private @Nullable Entry entry;
    private @Nullable Entry last;

    /** From the first entry that is not before a path. */
    public ListingCursor(PageTree tree, PageSource source, EntryPath from) {
        this(tree, source, from, null);
    }

    /** @param visited hears of every page */
    public ListingCursor(PageTree tree, PageSource source, EntryPath from, @Nullable ParentPages visited) {
        this.source = source;
        this.from = from;
        this.visited = visited;
        push(tree.levels(), tree.pages());
    }

    /**
     * Through one leaf page.
     *
     * @param before the last entry of the page before it; null if there is none
     */
    public static ListingCursor inLeaf(PageRef leaf, PageSource source, @Nullable Entry before) {
        ListingCursor cursor = new ListingCursor(new PageTree(0, List.of(leaf)), source, EntryPath.ROOT);
        cursor.last = before;
        return cursor;
    }

    private void push(int level, List<PageRef> pages) {
        for (int i = 1; i < pages.size(); i++) {
            // To look for a path is to trust that they ascend.
            EntryPath before = first(pages.get(i - 1));
            EntryPath behind = first(pages.get(i));
            if (before.compareTo(behind) >= 0) {
                throw new IntegrityException(
                        "the listing is malformed: the page of \"" + behind + "\" stands behind that of \"" + before
                                + "\"",
                        null);
            }
        }
        int start = 0;
        if (last == null) {
            // The page that holds the first path is the last one that does not begin behind it.
            while (start + 1 < pages.size() && first(pages.get(start + 1)).compareTo(from) <= 0) {
                start++;
            }
        }
        path.push(new Pages(level, new ArrayDeque<>(pages.subList(start, pages.size()))));
    }

    private static EntryPath first(PageRef page) {
        EntryPath first = page.first();
        return first == null ? EntryPath.ROOT : first;
    }

    /** Goes to the next entry; false behind the last. */
    public boolean next() {
        while (!nextInPage()) {
            if (path.isEmpty()) {
                return false;
            }
            descend();
        }
        return true;
    }

    /** Goes to the next entry of the leaf page that is open; false where none is open, and at its end. */
    public boolean nextInPage() {
        while (json != null && json.nextLine()) {
            lineStart = lineEnd;
            Entry read = EntryCodec.read(json);
            lineEnd = endOfLine(lineStart);
            if (last != null) {
                mustFollow(last, read, json);
            }
            last = read;
            if (read.path().compareTo(from) >= 0) {
                entry = read;
                return true;
            }
        }
        json = null;
        entry = null;
        return false;
    }

    private static void mustFollow(Entry before, Entry read, JsonReader json) {
        if (before.path().compareTo(read.path()) >= 0) {
            throw json.malformed("\"" + read.path() + "\" stands behind \"" + before.path() + "\"");
        }
        if (before.type() != EntryType.DIRECTORY && read.path().startsWith(before.path())) {
            throw json.malformed("\"" + read.path() + "\" lies below \"" + before.path() + "\", which is no directory");
        }
    }

    private int endOfLine(int start) {
        int end = start;
        while (page[end] != '\n') {
            end++;
        }
        return end + 1;
    }

    /** The page that is read next, and its level; null behind the last. Only where no leaf page is open. */
    @Nullable
    public AheadPage ahead() {
        Pages pages = path.peek();
        while (pages != null && pages.left().isEmpty()) {
            path.pop();
            pages = path.peek();
        }
        return pages == null ? null : new AheadPage(pages.left().element(), pages.level());
    }

    /** Passes the page ahead, and all that is below it, without reading it. */
    public void skip() {
        Objects.requireNonNull(path.peek()).left().remove();
    }

    /** Reads the page ahead, if there is one: opens a leaf page, or puts the pages below it ahead. */
    public void descend() {
        AheadPage ahead = ahead();
        if (ahead == null) {
            return;
        }
        skip();
        PageRef ref = ahead.page();
        byte[] bytes = source.read(ref.chunk());
        if (visited != null) {
            visited.visited(ref, ahead.level(), bytes);
        }
        String what = "page of the listing in " + ref.chunk().catalogBlock();
        if (ahead.level() == 0) {
            page = bytes;
            json = JsonReader.lines(bytes, 0, bytes.length, what, JsonReader.MAX_PATH_LINE_BYTES);
            lineEnd = 0;
        } else {
            push(ahead.level() - 1, TreeCodec.readPage(ref, bytes, what, JsonReader.MAX_PATH_LINE_BYTES));
        }
    }

    /** The entry that the cursor stands on. */
    public Entry entry() {
        return Objects.requireNonNull(entry, "the cursor stands on no entry");
    }

    /** Adds the entry that the cursor stands on to another listing, byte for byte. */
    public void copyTo(ListingWriter listing) {
        listing.addLine(entry(), page, lineStart, lineEnd - lineStart);
    }

    /** The line of the entry, newline included, copied. */
    public byte[] line() {
        return Arrays.copyOfRange(page, lineStart, lineEnd);
    }
}
