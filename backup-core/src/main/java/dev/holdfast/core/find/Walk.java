package dev.holdfast.core.find;

import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.entry.EntryCodec;
import dev.holdfast.core.catalog.page.PageRef;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.catalog.page.TreeCodec;
import dev.holdfast.core.json.JsonReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Goes through listings and remembers of each page, by its hash, what was found on it or below it, so that a page that
 * another snapshot has too is not read again. For one thread.
 */
final class Walk {

    private final Sought sought;
    private final Map<ByteBuffer, List<Entry>> known = new HashMap<>();

    Walk(Sought sought) {
        this.sought = sought;
    }

    /** What is found in a listing, in path order. */
    List<Entry> found(PageTree listing, PageSource source) {
        return found(listing.levels(), listing.pages(), source);
    }

    private List<Entry> found(int level, List<PageRef> pages, PageSource source) {
        List<Entry> found = new ArrayList<>();
        for (int i = 0; i < pages.size(); i++) {
            EntryPath next = i + 1 < pages.size() ? pages.get(i + 1).first() : null;
            if (sought.mayLieBetween(first(pages.get(i)), next)) {
                found.addAll(found(level, pages.get(i), source));
            }
        }
        return List.copyOf(found);
    }

    private static EntryPath first(PageRef page) {
        @Nullable EntryPath first = page.first();
        return first == null ? EntryPath.ROOT : first;
    }

    private List<Entry> found(int level, PageRef page, PageSource source) {
        ByteBuffer hash = ByteBuffer.wrap(page.chunk().sha256());
        List<Entry> found = known.get(hash);
        if (found == null) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancelledException("interrupted while searching");
            }
            found = read(level, page, source);
            known.put(hash, found);
        }
        return found;
    }

    private List<Entry> read(int level, PageRef page, PageSource source) {
        byte[] bytes = source.read(page.chunk());
        String what = "page of the listing in " + page.chunk().catalogBlock();
        if (level > 0) {
            List<PageRef> below = TreeCodec.readPage(page, bytes, what, JsonReader.MAX_PATH_LINE_BYTES);
            return found(level - 1, below, source);
        }
        JsonReader json = JsonReader.lines(bytes, 0, bytes.length, what, JsonReader.MAX_PATH_LINE_BYTES);
        List<Entry> found = new ArrayList<>();
        while (json.nextLine()) {
            Entry entry = EntryCodec.read(json);
            if (sought.matches(entry)) {
                found.add(entry);
            }
        }
        return List.copyOf(found);
    }
}
