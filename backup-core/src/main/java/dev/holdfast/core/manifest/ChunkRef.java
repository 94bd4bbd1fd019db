package dev.holdfast.core.manifest;

import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The place of a chunk: bytes of a block's content, checked by their hash. Whether the block is one of content or of
 * the catalog is known from where the reference stands. Immutable.
 *
 * @param sha256 of the chunk's bytes, 32 bytes, not copied and not to be changed
 * @param writer id of the run that wrote the block
 * @param block number in the writer's stream
 * @param offset within the block's content, in bytes
 * @param length in bytes, at least 1
 */
public record ChunkRef(byte[] sha256, String writer, int block, int offset, int length) {

    public ChunkRef {
        if (!WriterId.isValid(writer)
                || sha256.length != 32
                || block < 0
                || offset < 0
                || length < 1
                || length > Integer.MAX_VALUE - offset) {
            throw new IllegalArgumentException("not a reference to a chunk: block " + writer + "/" + block + ", offset "
                    + offset + ", length " + length);
        }
    }

    /** Names its block in messages, one of the catalog. */
    public String catalogBlock() {
        return catalogBlock(writer, block);
    }

    /** Names a block of the catalog in messages. */
    public static String catalogBlock(String writer, int block) {
        return "catalog/" + writer + "#" + block;
    }

    /**
     * The sixteenths of its block that the chunk reaches into: bit i is set for the i-th. 0 if it reaches behind the
     * block size.
     *
     * @param blockBytes a power of two
     */
    public int sixteenths(int blockBytes) {
        int from = (int) (16L * offset / blockBytes);
        long to = (16L * (offset + (long) length) - 1) / blockBytes;
        return to > 15 ? 0 : (1 << to + 1) - (1 << from);
    }

    /** Writes the reference's members into the object that was begun. */
    public void writeMembers(JsonWriter json) {
        json.hex("sha256", sha256);
        json.string("block", writer + "/" + block);
        json.number("offset", offset);
        json.number("length", length);
    }

    public void write(JsonWriter json, String member) {
        json.beginObject(member);
        writeMembers(json);
        json.end();
    }

    /** Reads the reference that is the value of the current member or element. */
    public static ChunkRef read(JsonReader json) {
        json.beginObject();
        Builder builder = new Builder();
        for (String member = json.nextMember(); member != null; member = json.nextMember()) {
            if (!builder.read(member, json)) {
                json.skip();
            }
        }
        return builder.build(json);
    }

    /** Collects the members of a reference whose object may have others. Reusable; not thread-safe. */
    public static final class Builder {

        private byte @Nullable [] sha256;
        private String writer = "";
        private int block = -1;
        private int offset = -1;
        private int length;

        /** Whether anything was read since the last {@link #build}. */
        public boolean isEmpty() {
            return sha256 == null && block < 0 && offset < 0 && length == 0;
        }

        /** Reads the value if the member is one of a reference's. */
        public boolean read(String member, JsonReader json) {
            switch (member) {
                case "sha256" -> sha256 = json.hex(32);
                case "block" -> readBlock(json);
                case "offset" -> offset = json.number(Integer.MAX_VALUE);
                case "length" -> length = json.number(Integer.MAX_VALUE);
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void readBlock(JsonReader json) {
            String text = json.text();
            int slash = text.indexOf('/');
            String id = text.substring(0, Math.max(0, slash));
            if (!WriterId.isValid(id)) {
                throw json.malformed("expected \"<writer>/<number>\", found \"" + text + "\"");
            }
            // References that follow each other mostly name one writer.
            writer = id.equals(writer) ? writer : id;
            block = WriterId.number(text, slash + 1, json);
        }

        /** The reference that was read; begins anew. */
        public ChunkRef build(JsonReader json) {
            byte[] hash = json.required(sha256, "sha256");
            if (block < 0 || offset < 0 || length == 0 || length > Integer.MAX_VALUE - offset) {
                throw json.malformed("a reference without block, offset or length");
            }
            ChunkRef ref = new ChunkRef(hash, writer, block, offset, length);
            sha256 = null;
            block = -1;
            offset = -1;
            length = 0;
            return ref;
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ChunkRef other
                && Arrays.equals(sha256, other.sha256)
                && writer.equals(other.writer)
                && block == other.block
                && offset == other.offset
                && length == other.length;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sha256);
    }

    @Override
    public String toString() {
        return "chunk of " + length + " bytes at " + offset + " in block " + writer + "/" + block;
    }
}
