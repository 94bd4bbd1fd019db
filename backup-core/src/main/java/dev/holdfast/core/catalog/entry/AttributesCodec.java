package dev.holdfast.core.catalog.entry;

import dev.holdfast.core.bytes.ByteSink;
import dev.holdfast.core.catalog.page.PageSink;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;
import dev.holdfast.core.manifest.ChunkRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps extended attributes in the entry if they are short, else on a page of their own; and reads them back. */
public final class AttributesCodec {

    private static final int MAX_BYTES_IN_ENTRY = 2 << 10;
    private static final int MAX_LINE_BYTES = 128 << 10;

    private AttributesCodec() {}

    /**
     * @param list ascending by name
     * @param maxBytes of a page
     * @return null if they are more than a page holds
     */
    public static @Nullable Attributes write(List<Attributes.Attribute> list, PageSink sink, int maxBytes) {
        long bytes = 0;
        for (Attributes.Attribute attribute : list) {
            bytes += 32 + 4L * (attribute.name().length + attribute.value().length) / 3;
        }
        if (bytes <= MAX_BYTES_IN_ENTRY) {
            return Attributes.of(list);
        }
        if (bytes > 2L * maxBytes) {
            return null;
        }
        ByteSink page = new ByteSink((int) bytes);
        JsonWriter json = new JsonWriter(page);
        for (Attributes.Attribute attribute : list) {
            EntryCodec.writeAttribute(json, attribute);
            json.endLine();
        }
        return page.size() > maxBytes ? null : Attributes.of(sink.put(page.array(), 0, page.size()));
    }

    /** The attributes of an entry, wherever they are kept. */
    public static List<Attributes.Attribute> read(Attributes attributes, PageSource source) {
        ChunkRef page = attributes.page();
        if (page == null) {
            return attributes.list();
        }
        byte[] bytes = source.read(page);
        JsonReader json = JsonReader.lines(
                bytes, 0, bytes.length, "page of extended attributes in " + page.catalogBlock(), MAX_LINE_BYTES);
        List<Attributes.Attribute> list = new ArrayList<>();
        while (json.nextLine()) {
            list.add(EntryCodec.readAttribute(json));
        }
        return list;
    }
}
