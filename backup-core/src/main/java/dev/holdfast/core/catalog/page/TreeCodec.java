package dev.holdfast.core.catalog.page;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;
import dev.holdfast.core.manifest.ChunkRef;
import java.util.ArrayList;
import java.util.List;

/** The JSON of references to pages and of trees. Normative: docs/format.md §8. */
public final class TreeCodec {

    private TreeCodec() {}

    /** The reference as an element of an array, or as a line. */
    public static void writeRef(JsonWriter json, PageRef page) {
        json.beginObject();
        EntryPath first = page.first();
        if (first != null) {
            json.path("first", first);
        }
        page.chunk().writeMembers(json);
        json.number("count", page.count());
        if (page.bytes() > 0) {
            json.number("bytes", page.bytes());
        }
        json.end();
    }

    /**
     * Reads a page of references.
     *
     * @param page the reference to it
     * @param what names it in messages
     * @param maxLineBytes a longer line is malformed
     * @throws IntegrityException if what the reference says does not follow from those on the page
     */
    public static List<PageRef> readPage(PageRef page, byte[] bytes, String what, int maxLineBytes) {
        JsonReader json = JsonReader.lines(bytes, 0, bytes.length, what, maxLineBytes);
        List<PageRef> below = new ArrayList<>();
        while (json.nextLine()) {
            below.add(readRef(json));
        }
        if (below.isEmpty() || !PageRef.above(page.chunk(), below).equals(page)) {
            throw new IntegrityException(
                    what + " is not what the reference to it says: expected " + page.count() + " items below");
        }
        return below;
    }

    /** Reads a reference whose object the reader stands in. */
    private static PageRef readRef(JsonReader json) {
        ChunkRef.Builder chunk = new ChunkRef.Builder();
        long count = 0;
        long bytes = 0;
        EntryPath first = null;
        for (String member = json.nextMember(); member != null; member = json.nextMember()) {
            switch (member) {
                case "first", "first64" -> first = json.path();
                case "count" -> count = json.number();
                case "bytes" -> bytes = json.number();
                default -> {
                    if (!chunk.read(member, json)) {
                        json.skip();
                    }
                }
            }
        }
        return new PageRef(chunk.build(json), count, first, bytes);
    }

    public static void write(JsonWriter json, String member, PageTree tree) {
        json.beginObject(member);
        json.number("levels", tree.levels());
        json.beginArray("pages");
        for (PageRef page : tree.pages()) {
            writeRef(json, page);
        }
        json.end();
        json.end();
    }

    /** Reads the tree that is the value. */
    public static PageTree read(JsonReader json) {
        int levels = 0;
        List<PageRef> pages = List.of();
        json.beginObject();
        for (String member = json.nextMember(); member != null; member = json.nextMember()) {
            switch (member) {
                case "levels" -> levels = json.number(PageTree.MAX_LEVELS);
                case "pages" ->
                    pages = json.array(PageTree.MAX_ROOT_PAGES, "pages in the root of a tree", element -> {
                        element.beginObject();
                        return readRef(element);
                    });
                default -> json.skip();
            }
        }
        return new PageTree(levels, pages);
    }
}
