package dev.holdfast.core.catalog.entry;

import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;
import dev.holdfast.core.manifest.ChunkRef;

/** The JSON of content items. Normative: docs/format.md §8.3. */
final class ContentItemCodec {

    private ContentItemCodec() {}

    static void write(JsonWriter json, ContentItem item) {
        json.beginObject();
        if (item.isHole()) {
            json.number("hole", item.lengthBytes());
        } else {
            item.chunk().writeMembers(json);
        }
        json.end();
    }

    /**
     * Reads an item whose object the reader stands in.
     *
     * @param chunk the same for all items of a list
     */
    static ContentItem read(JsonReader json, ChunkRef.Builder chunk) {
        long hole = 0;
        for (String member = json.nextMember(); member != null; member = json.nextMember()) {
            if (member.equals("hole")) {
                hole = json.number();
            } else if (!chunk.read(member, json)) {
                json.skip();
            }
        }
        if (hole > 0) {
            if (!chunk.isEmpty()) {
                throw json.malformed("a hole that is a chunk as well");
            }
            return ContentItem.hole(hole);
        }
        return ContentItem.chunk(chunk.build(json));
    }
}
