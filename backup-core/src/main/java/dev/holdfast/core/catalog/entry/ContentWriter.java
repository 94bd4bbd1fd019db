package dev.holdfast.core.catalog.entry;

import dev.holdfast.core.bytes.ByteSink;
import dev.holdfast.core.catalog.page.PageRef;
import dev.holdfast.core.catalog.page.PageSink;
import dev.holdfast.core.catalog.page.TreeWriter;
import dev.holdfast.core.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the content items of one file: few go into the entry, more into pages, which are stored as they fill. Pages
 * end at chunks chosen by their own hash, so that the same content gives the same pages. For one thread.
 */
public final class ContentWriter {

    /** Fewer than a reader accepts, so that an entry with a path of 4 KiB is still a line of 16 KiB. */
    private static final int MAX_ITEMS_IN_ENTRY = 48;

    private static final int MAX_ITEMS_IN_PAGE = 1024;
    private static final int CUT_MASK = (1 << 9) - 1;

    private final PageSink sink;
    private final List<ContentItem> items = new ArrayList<>();
    private @Nullable TreeWriter tree;
    private long bytes;

    public ContentWriter(PageSink sink) {
        this.sink = sink;
    }

    public void add(ContentItem item) {
        items.add(item);
        bytes += item.lengthBytes();
        if (items.size() > MAX_ITEMS_IN_ENTRY) {
            if (tree == null) {
                tree = new TreeWriter(sink, TreeWriter.BY_NUMBER);
                storeEnded(tree);
            } else if (ends(items.size(), item)) {
                store(tree);
            }
        }
    }

    /** The first items were held back until it was clear that the entry has no room for them. */
    private void storeEnded(TreeWriter pages) {
        List<ContentItem> held = new ArrayList<>(items);
        items.clear();
        bytes = 0;
        for (ContentItem item : held) {
            items.add(item);
            bytes += item.lengthBytes();
            if (ends(items.size(), item)) {
                store(pages);
            }
        }
    }

    private static boolean ends(int count, ContentItem item) {
        if (count >= MAX_ITEMS_IN_PAGE) {
            return true;
        }
        if (item.isHole()) {
            return false;
        }
        byte[] hash = item.chunk().sha256();
        return (((hash[0] & 0xff) << 8 | hash[1] & 0xff) & CUT_MASK) == 0;
    }

    private void store(TreeWriter pages) {
        ByteSink page = new ByteSink(192 * items.size());
        JsonWriter json = new JsonWriter(page);
        for (ContentItem item : items) {
            ContentItemCodec.write(json, item);
            json.endLine();
        }
        pages.add(new PageRef(sink.put(page.array(), 0, page.size()), items.size(), null, bytes));
        items.clear();
        bytes = 0;
    }

    /** The content of all items that were added. Nothing can be added afterwards. */
    public Content finish() {
        TreeWriter pages = tree;
        if (pages == null) {
            return Content.of(items);
        }
        if (!items.isEmpty()) {
            store(pages);
        }
        return Content.of(pages.finish());
    }
}
