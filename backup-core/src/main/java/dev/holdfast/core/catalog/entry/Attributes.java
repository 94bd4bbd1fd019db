package dev.holdfast.core.catalog.entry;

import dev.holdfast.core.manifest.ChunkRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The extended attributes of an entry, ascending by name, or the page that holds them. Immutable. */
public final class Attributes {

    /** Of an entry that has none. */
    public static final Attributes NONE = new Attributes(List.of(), null);

    private final List<Attribute> list;
    private final @Nullable ChunkRef page;

    /**
     * One attribute.
     *
     * @param name as the system names it, {@code user.comment}; not copied
     * @param value not copied
     */
    public record Attribute(byte[] name, byte[] value) {}

    private Attributes(List<Attribute> list, @Nullable ChunkRef page) {
        this.list = List.copyOf(list);
        this.page = page;
    }

    public static Attributes of(List<Attribute> list) {
        return list.isEmpty() ? NONE : new Attributes(list, null);
    }

    public static Attributes of(ChunkRef page) {
        return new Attributes(List.of(), page);
    }

    public List<Attribute> list() {
        return list;
    }

    /** The catalog page that holds the attributes, if they are too long for the entry. */
    public @Nullable ChunkRef page() {
        return page;
    }
}
