package dev.holdfast.core.catalog.page;

import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;
import dev.holdfast.core.manifest.ChunkRef;
import org.jspecify.annotations.Nullable;

/** The members of a reference to a chunk, which stand in an object together with others. For one thread. */
public final class RefFields {

    private byte @Nullable [] sha256;
    private @Nullable String block;
    private int offset;
    private int length;

    public void clear() {
        sha256 = null;
        block = null;
        offset = 0;
        length = 0;
    }

    /** Takes a member if it is one of a reference's. */
    public boolean take(String member, JsonReader json) {
        switch (member) {
            case "sha256" -> sha256 = json.hex(32);
            case "block" -> block = json.text();
            case "offset" -> offset = json.number(Integer.MAX_VALUE);
            case "length" -> length = json.number(Integer.MAX_VALUE);
            default -> {
                return false;
            }
        }
        return true;
    }

    public boolean isEmpty() {
        return sha256 == null && block == null;
    }

    public ChunkRef ref(JsonReader json) {
        String name = json.required(block, "block");
        int slash = name.indexOf('/');
        try {
            if (slash < 1 || length < 1) {
                throw json.malformed("not a reference to a chunk: block \"" + name + "\", length " + length);
            }
            int number = Integer.parseInt(name, slash + 1, name.length(), 10);
            return new ChunkRef(json.required(sha256, "sha256"), name.substring(0, slash), number, offset, length);
        } catch (IllegalArgumentException e) {
            throw json.malformed(e);
        }
    }

    public static void write(JsonWriter json, ChunkRef ref) {
        json.hex("sha256", ref.sha256());
        json.string("block", ref.writer() + "/" + ref.block());
        json.number("offset", ref.offset());
        json.number("length", ref.length());
    }
}
