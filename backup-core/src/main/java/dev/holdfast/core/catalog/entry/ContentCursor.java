package dev.holdfast.core.catalog.entry;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.catalog.page.PageRef;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.catalog.page.TreeCodec;
import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.manifest.ChunkRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Goes through the content items of a file, reading pages when it comes to them. For one thread. */
public final class ContentCursor implements Iterator<ContentItem> {

    private record Step(int level, PageRef page) {}

    private final PageSource source;
    private final Consumer<ChunkRef> visited;
    private final Deque<Step> steps = new ArrayDeque<>(0);
    private Iterator<ContentItem> items;
    /** Whose size the items must add up to. */
    private @Nullable Entry file;

    private long leftBytes;

    public ContentCursor(Content content, PageSource source) {
        this(content, source, page -> {});
    }

    /** @param visited hears of every page of the catalog that belongs to the content */
    public ContentCursor(Content content, PageSource source, Consumer<ChunkRef> visited) {
        this.source = source;
        this.visited = visited;
        items = content.items().iterator();
        PageTree pages = content.pages();
        if (pages != null) {
            push(pages.levels(), pages.pages());
        }
    }

    /**
     * Of a file, through items that add up to its size.
     *
     * @param content of the file, or of the entry that it is a hard link to
     * @param visited as above
     */
    public static ContentCursor of(Entry file, Content content, PageSource source, Consumer<ChunkRef> visited) {
        ContentCursor cursor = new ContentCursor(content, source, visited);
        cursor.file = file;
        cursor.leftBytes = file.sizeBytes();
        return cursor;
    }

    /** As above. */
    public static ContentCursor of(Entry file, Content content, PageSource source) {
        return of(file, content, source, page -> {});
    }

    private void push(int level, List<PageRef> pages) {
        for (int i = pages.size() - 1; i >= 0; i--) {
            steps.push(new Step(level, pages.get(i)));
        }
    }

    /** @throws IntegrityException behind the last item of a file that has too few */
    @Override
    public boolean hasNext() {
        while (!items.hasNext()) {
            Step step = steps.poll();
            if (step == null) {
                if (file != null && leftBytes > 0) {
                    throw wrongLength(file, "only " + (file.sizeBytes() - leftBytes));
                }
                return false;
            }
            read(step);
        }
        return true;
    }

    private void read(Step step) {
        ChunkRef chunk = step.page().chunk();
        visited.accept(chunk);
        byte[] bytes = source.read(chunk);
        String what = "page of a file's content in " + chunk.catalogBlock();
        if (step.level() > 0) {
            push(step.level() - 1, TreeCodec.readPage(step.page(), bytes, what, JsonReader.MAX_LINE_BYTES));
            return;
        }
        JsonReader json = JsonReader.lines(bytes, 0, bytes.length, what);
        List<ContentItem> read = new ArrayList<>();
        ChunkRef.Builder item = new ChunkRef.Builder();
        long readBytes = 0;
        while (json.nextLine()) {
            ContentItem next = ContentItemCodec.read(json, item);
            readBytes += next.lengthBytes();
            read.add(next);
        }
        if (read.size() != step.page().count() || readBytes != step.page().bytes()) {
            throw json.malformed("it has " + read.size() + " items of " + readBytes
                    + " bytes, but the reference to it says " + step.page().count() + " of "
                    + step.page().bytes());
        }
        items = read.iterator();
    }

    /** @throws IntegrityException instead of an item that a file has no room for */
    @Override
    public ContentItem next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ContentItem item = items.next();
        if (file != null) {
            if (item.lengthBytes() > leftBytes) {
                throw wrongLength(file, "more");
            }
            leftBytes -= item.lengthBytes();
        }
        return item;
    }

    private static IntegrityException wrongLength(Entry file, String found) {
        return new IntegrityException(
                "the content list of \"" + file.path() + "\" has " + found + " bytes, expected " + file.sizeBytes());
    }
}
