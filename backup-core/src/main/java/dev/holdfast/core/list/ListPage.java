package dev.holdfast.core.list;

import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;

/**
 * A page of a list, as what refers to it says.
 *
 * @param first name of the first item below
 * @param sha256 of the page's bytes, 64 lower-case hexadecimal digits, which are its name
 * @param sizeBytes of the page, 1 to 1 MiB
 * @param count items below, at least 1
 * @param level 0 for a page of items; pages of references count up
 */
public record ListPage(String first, String sha256, int sizeBytes, long count, int level) {

    static final ItemCodec<ListPage> CODEC = new ItemCodec<>() {
        @Override
        public String name(ListPage page) {
            return page.first;
        }

        @Override
        public void write(JsonWriter json, ListPage page) {
            json.string("first", page.first);
            json.string("sha256", page.sha256);
            json.number("size", page.sizeBytes);
            json.number("count", page.count);
            json.number("level", page.level);
        }

        @Override
        public ListPage read(JsonReader json) {
            String first = null;
            String sha256 = null;
            int size = 0;
            long count = 0;
            int level = -1;
            for (String member = json.nextMember(); member != null; member = json.nextMember()) {
                switch (member) {
                    case "first" -> first = json.text();
                    case "sha256" -> sha256 = json.sha256();
                    case "size" -> size = json.number(ClearList.MAX_PAGE_BYTES);
                    case "count" -> count = json.number();
                    case "level" -> level = json.number(ClearList.MAX_LEVELS - 1);
                    default -> json.skip();
                }
            }
            if (size == 0 || count == 0 || level < 0) {
                throw json.malformed("a page reference without size, count or level");
            }
            return new ListPage(json.required(first, "first"), json.required(sha256, "sha256"), size, count, level);
        }
    };
}
