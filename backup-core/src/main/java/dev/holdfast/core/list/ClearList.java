package dev.holdfast.core.list;

import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What a record or manifest holds of a list: the last items, and references to the pages with all others before them.
 * Immutable; {@link ListReader} reads the whole, {@link ListWriter} and {@link ListEdit} make new ones.
 *
 * @param items the last ones, by name
 * @param pages by name; their content is before the items
 */
public record ClearList<T>(List<T> items, List<ListPage> pages) {

    /** No page is longer. */
    public static final int MAX_PAGE_BYTES = 1 << 20;

    /** No list has more levels of pages. */
    public static final int MAX_LEVELS = 6;

    public ClearList {
        items = List.copyOf(items);
        pages = List.copyOf(pages);
    }

    public static <T> ClearList<T> empty() {
        return new ClearList<>(List.of(), List.of());
    }

    /** The number of items, from the counts that references claim. */
    public long count() {
        long count = items.size();
        for (ListPage page : pages) {
            count += page.count();
        }
        return count;
    }

    public void write(JsonWriter json, String member, ItemCodec<T> codec) {
        json.beginObject(member);
        writeArray(json, "items", items, codec);
        if (!pages.isEmpty()) {
            writeArray(json, "pages", pages, ListPage.CODEC);
        }
        json.end();
    }

    private static <E> void writeArray(JsonWriter json, String member, List<E> elements, ItemCodec<E> codec) {
        json.beginArray(member);
        for (E element : elements) {
            json.beginObject();
            codec.write(json, element);
            json.end();
        }
        json.end();
    }

    /** Reads the list that is the value of the current member. */
    public static <T> ClearList<T> read(JsonReader json, ItemCodec<T> codec) {
        List<T> items = List.of();
        List<ListPage> pages = List.of();
        json.beginObject();
        for (String member = json.nextMember(); member != null; member = json.nextMember()) {
            switch (member) {
                case "items" -> items = readArray(json, codec);
                case "pages" -> pages = readArray(json, ListPage.CODEC);
                default -> json.skip();
            }
        }
        if (!pages.isEmpty()
                && !items.isEmpty()
                && codec.name(items.get(0)).compareTo(last(pages).first()) <= 0) {
            throw json.malformed("items that belong into the pages before them");
        }
        return new ClearList<>(items, pages);
    }

    private static ListPage last(List<ListPage> pages) {
        return pages.get(pages.size() - 1);
    }

    private static <E> List<E> readArray(JsonReader json, ItemCodec<E> codec) {
        List<E> elements = new ArrayList<>();
        String before = "";
        json.beginArray();
        while (json.nextElement()) {
            json.beginObject();
            E element = codec.read(json);
            before = ascending(json, before, codec.name(element));
            elements.add(element);
        }
        return elements;
    }

    /** Checks a name and that it comes behind the one before. */
    static String ascending(JsonReader json, String before, String name) {
        if (!isName(name)) {
            throw json.malformed("a name that is not printable ASCII of at most 512 characters");
        }
        if (name.compareTo(before) <= 0) {
            throw json.malformed("\"" + name + "\" stands behind \"" + before + "\"");
        }
        return name;
    }

    static boolean isName(String name) {
        if (name.isEmpty() || name.length() > 512) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) <= ' ' || name.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return true;
    }
}
