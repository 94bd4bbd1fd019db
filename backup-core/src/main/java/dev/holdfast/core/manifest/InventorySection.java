package dev.holdfast.core.manifest;

import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.block.WrittenBlock;
import dev.holdfast.core.block.WrittenVolume;
import dev.holdfast.core.bytes.ByteSink;
import dev.holdfast.core.bytes.Sha256;
import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;
import dev.holdfast.core.store.StoredKey;
import java.util.Set;

/**
 * Lengths and hashes of a volume and its blocks, in the order in which they lie there without gaps. Immutable.
 */
public final class InventorySection {

    /** What encoding and sealing may add to the content of a block, padding included. */
    public static final int MAX_ADDED_BYTES = 1 << 20;

    private final ObjectKey volume;
    private final long sizeBytes;
    private final long[] offsets;
    private final int[] contentBytes;
    private final byte[][] blockHashes;

    private InventorySection(
            ObjectKey volume, long sizeBytes, long[] offsets, int[] contentBytes, byte[][] blockHashes) {
        this.volume = volume;
        this.sizeBytes = sizeBytes;
        this.offsets = offsets;
        this.contentBytes = contentBytes;
        this.blockHashes = blockHashes;
    }

    public ObjectKey volume() {
        return volume;
    }

    public long sizeBytes() {
        return sizeBytes;
    }

    public int blockCount() {
        return contentBytes.length;
    }

    /** Where the i-th block of the volume begins, in bytes. */
    public long offset(int i) {
        return offsets[i];
    }

    /** Length of the i-th sealed block, in bytes. */
    public int sealedBytes(int i) {
        return (int) (offsets[i + 1] - offsets[i]);
    }

    /** Length of the content of the i-th block, in bytes. */
    public int contentBytes(int i) {
        return contentBytes[i];
    }

    /** SHA-256 of the i-th sealed block, 32 bytes; not a copy. */
    public byte[] blockSha256(int i) {
        return blockHashes[i];
    }

    /**
     * Appends the section of a new volume to an inventory.
     *
     * @param inventory all sections of the object so far
     * @param key of the inventory
     */
    public static SectionRef write(ByteSink inventory, ObjectKey key, WrittenVolume volume) {
        if (volume.blocks().isEmpty() || volume.blocks().size() > WrittenVolume.MAX_BLOCKS) {
            throw new IllegalArgumentException(volume.key() + " has "
                    + volume.blocks().size() + " blocks; a volume has 1 to " + WrittenVolume.MAX_BLOCKS);
        }
        int start = inventory.size();
        JsonWriter json = new JsonWriter(inventory);
        json.beginObject();
        json.string("volume", volume.key().value());
        json.number("size", volume.sizeBytes());
        json.number("blocks", volume.blocks().size());
        json.end();
        json.endLine();
        for (WrittenBlock block : volume.blocks()) {
            json.beginObject();
            json.number("length", block.sealedBytes());
            json.number("content", block.contentBytes());
            json.hex("sha256", block.sha256());
            json.end();
            json.endLine();
        }
        int length = inventory.size() - start;
        return new SectionRef(key, start, length, Sha256.hex(inventory.array(), start, length));
    }

    /**
     * @param section the section's bytes, whose hash was checked
     * @param volume that the section must be about
     */
    public static InventorySection read(byte[] section, SectionRef ref, ObjectKey volume) {
        String what = "the section at " + ref.offset() + " of the inventory " + ref.key();
        JsonReader json = JsonReader.lines(section, 0, section.length, what);
        if (!json.nextLine()) {
            throw json.malformed("it is empty");
        }
        ObjectKey named = null;
        long size = 0;
        int blocks = 0;
        for (String member = json.nextMember(); member != null; member = json.nextMember()) {
            switch (member) {
                case "volume" -> named = StoredKey.read(json, Set.of(StoredKey.Kind.VOLUME));
                case "size" -> size = json.number();
                case "blocks" -> blocks = json.number(WrittenVolume.MAX_BLOCKS);
                default -> json.skip();
            }
        }
        if (!volume.equals(named)) {
            throw json.malformed("it is about " + named + ", expected " + volume);
        }
        long[] offsets = new long[blocks + 1];
        int[] contents = new int[blocks];
        byte[][] hashes = new byte[blocks][];
        for (int i = 0; i < blocks; i++) {
            if (!json.nextLine()) {
                throw json.malformed("it has fewer than the " + blocks + " blocks that it names");
            }
            readBlock(json, i, offsets, contents, hashes);
        }
        if (json.nextLine() || offsets[blocks] != size || blocks == 0) {
            throw json.malformed("blocks of " + offsets[blocks] + " bytes in a volume of " + size
                    + ", or more than the " + blocks + " named");
        }
        return new InventorySection(volume, size, offsets, contents, hashes);
    }

    private static void readBlock(JsonReader json, int i, long[] offsets, int[] contents, byte[][] hashes) {
        int length = 0;
        byte[] sha256 = null;
        for (String member = json.nextMember(); member != null; member = json.nextMember()) {
            switch (member) {
                case "length" -> length = json.number(Integer.MAX_VALUE);
                case "content" -> contents[i] = json.number(Manifest.MAX_BLOCK_BYTES);
                case "sha256" -> sha256 = json.hex(32);
                default -> json.skip();
            }
        }
        if (length == 0 || contents[i] == 0) {
            throw json.malformed("a block without length or content");
        }
        if (length > contents[i] + MAX_ADDED_BYTES) {
            throw json.malformed("a block of " + length + " bytes for " + contents[i] + " of content");
        }
        offsets[i + 1] = offsets[i] + length;
        hashes[i] = json.required(sha256, "sha256");
    }
}
