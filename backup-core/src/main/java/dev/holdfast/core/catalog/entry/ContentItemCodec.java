package dev.holdfast.core.catalog.entry;

import dev.holdfast.core.catalog.page.RefFields;
import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;

/** The JSON of content items. Normative: docs/format.md §8.3. */
final class ContentItemCodec {

    private ContentItemCodec() {}

    static void write(JsonWriter json, ContentItem item) {
        json.beginObject();
        if (item.isHole()) {
            json.number("hole", item.lengthBytes());
        } else {
            RefFields.write(json, item.chunk());
        }
        json.end();
    }

    /** Reads an item whose object the reader stands in. */
    static ContentItem read(JsonReader json) {
        RefFields fields = new RefFields();
        long hole = 0;
        for (String member = json.nextMember(); member != null; member = json.nextMember()) {
            if (member.equals("hole")) {
                hole = json.number();
            } else if (!fields.take(member, json)) {
                json.skip();
            }
        }
        if (hole > 0 && fields.isEmpty()) {
            return ContentItem.hole(hole);
        }
        return ContentItem.chunk(fields.ref(json));
    }
}
