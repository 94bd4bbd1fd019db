package dev.holdfast.core.list;

import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;

/** How the items of one kind of list are written. Stateless. */
public interface ItemCodec<T> {

    /** The item's place in the list, unique in it: printable ASCII, ascending by bytes. */
    String name(T item);

    /** Writes the members of the item; its object is begun and ended by the caller. */
    void write(JsonWriter json, T item);

    /**
     * Reads the members of the item's object, which was begun, until {@link JsonReader#nextMember} answers null.
     *
     * @throws dev.holdfast.api.error.IntegrityException if it is no such item
     */
    T read(JsonReader json);
}
