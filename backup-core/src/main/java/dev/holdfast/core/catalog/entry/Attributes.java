package dev.holdfast.core.catalog.entry;

import dev.holdfast.core.manifest.ChunkRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The extended attributes of an entry, or the page that holds them. Immutable; made by {@link #of}.
 *
 * @param list ascending by name; empty if they are on a page
 * @param page of the catalog that holds them, if they are too long for the entry; null otherwise
 */
public record Attributes(List<Attribute> list, @Nullable ChunkRef page) {

    /** Of an entry that has none. */
    public static final Attributes NONE = new Attributes(List.of(), null);

    /**
     * One attribute.
     *
     * @param name as the system names it, {@code user.comment}; not copied
     * @param value not copied
     */
    public record Attribute(byte[] name, byte[] value) {}

    public Attributes {
        list = List.copyOf(list);
    }

    public static Attributes of(List<Attribute> list) {
        return list.isEmpty() ? NONE : new Attributes(list, null);
    }

    public static Attributes of(ChunkRef page) {
        return new Attributes(List.of(), page);
    }
}
