package dev.holdfast.core.manifest;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.block.WrittenVolume;
import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;
import dev.holdfast.core.list.ItemCodec;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.StoredKey;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A volume of which a snapshot needs a block, and how much of each of its blocks. A volume holds consecutive blocks of
 * one stream, by the name under which it was written; moves may have taken them elsewhere since. Immutable.
 */
public final class NeededVolume {

    public static final ItemCodec<NeededVolume> CODEC = new Codec();

    private final ObjectKey key;
    private final int firstBlock;
    private final long sizeBytes;
    /** Sixteenths of the stream's block size that each block's content reaches into, 1 to 16. */
    private final byte[] filled;
    /** Needed sixteenths of each block; null where all filled ones are needed. */
    private final char @Nullable [] live;

    private final SectionRef inventory;

    /**
     * @param filled sixteenths of the stream's block size that each block's content reaches into, 1 to 16; not copied
     * @param live bit i of each is set where the i-th sixteenth is needed; not copied
     */
    NeededVolume(ObjectKey key, int firstBlock, long sizeBytes, byte[] filled, char[] live, SectionRef inventory) {
        this(key, firstBlock, sizeBytes, filled, inventory, isFull(filled, live) ? null : live);
    }

    private NeededVolume(
            ObjectKey key,
            int firstBlock,
            long sizeBytes,
            byte[] filled,
            SectionRef inventory,
            char @Nullable [] live) {
        this.key = key;
        this.firstBlock = firstBlock;
        this.sizeBytes = sizeBytes;
        this.filled = filled;
        this.live = live;
        this.inventory = inventory;
    }

    private static boolean isFull(byte[] filled, char[] live) {
        for (int i = 0; i < filled.length; i++) {
            if (Integer.bitCount(live[i]) < filled[i]) {
                return false;
            }
        }
        return true;
    }

    public ObjectKey key() {
        return key;
    }

    /** The stream of its blocks: {@code data/<writer>} or {@code catalog/<writer>}. */
    public String stream() {
        return key.value().substring(0, key.value().lastIndexOf('/'));
    }

    /** Whether its blocks are of content or of the catalog. */
    public Purpose purpose() {
        return Layout.purpose(key.value());
    }

    /** Id of the run that has written the stream. */
    public String writer() {
        return Layout.writer(stream());
    }

    /** Number of its first block in the stream. */
    public int firstBlock() {
        return firstBlock;
    }

    public int blockCount() {
        return filled.length;
    }

    /** Number of the first block in the stream behind its own. */
    public int endBlock() {
        return firstBlock + filled.length;
    }

    /** Whether a block of the stream is one of its own. */
    public boolean has(int block) {
        return block >= firstBlock && block < endBlock();
    }

    public long sizeBytes() {
        return sizeBytes;
    }

    public SectionRef inventory() {
        return inventory;
    }

    /** Sixteenths of the stream's block size that the content of the i-th block of the volume reaches into, 1 to 16. */
    public int filled(int i) {
        return filled[i];
    }

    /** Bit k is set where the k-th sixteenth of the i-th block is needed. */
    public int liveMask(int i) {
        return live == null ? (1 << filled[i]) - 1 : live[i];
    }

    public boolean isNeeded(int i) {
        return live == null || live[i] != 0;
    }

    /** The same volume with other needs. */
    NeededVolume withLive(char[] masks) {
        return new NeededVolume(key, firstBlock, sizeBytes, filled, masks, inventory);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof NeededVolume other
                && key.equals(other.key)
                && firstBlock == other.firstBlock
                && sizeBytes == other.sizeBytes
                && Arrays.equals(filled, other.filled)
                && Arrays.equals(live, other.live)
                && inventory.equals(other.inventory);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return key + " (blocks " + firstBlock + " to " + (endBlock() - 1) + ")";
    }

    private static final class Codec implements ItemCodec<NeededVolume> {

        private static final String DIGITS = "0123456789abcdef";

        @Override
        public String name(NeededVolume volume) {
            return volume.key.value();
        }

        @Override
        public void write(JsonWriter json, NeededVolume volume) {
            json.string("volume", volume.key.value());
            json.number("first", volume.firstBlock);
            json.number("blocks", volume.filled.length);
            json.number("size", volume.sizeBytes);
            StringBuilder fill = new StringBuilder(volume.filled.length);
            for (byte sixteenths : volume.filled) {
                fill.append(DIGITS.charAt(sixteenths - 1));
            }
            json.string("fill", fill.toString());
            if (volume.live != null) {
                StringBuilder masks = new StringBuilder(4 * volume.live.length);
                for (char mask : volume.live) {
                    for (int shift = 12; shift >= 0; shift -= 4) {
                        masks.append(DIGITS.charAt(mask >> shift & 15));
                    }
                }
                json.string("live", masks.toString());
            }
            volume.inventory.write(json, "inventory");
        }

        @Override
        public NeededVolume read(JsonReader json) {
            ObjectKey key = null;
            int first = -1;
            int blocks = 0;
            long size = 0;
            String fill = "";
            String live = null;
            SectionRef inventory = null;
            for (String member = json.nextMember(); member != null; member = json.nextMember()) {
                switch (member) {
                    case "volume" -> key = StoredKey.read(json, Set.of(StoredKey.Kind.VOLUME));
                    case "first" -> first = json.number(Integer.MAX_VALUE);
                    case "blocks" -> blocks = json.number(WrittenVolume.MAX_BLOCKS);
                    case "size" -> size = json.number();
                    case "fill" -> fill = json.text();
                    case "live" -> live = json.text();
                    case "inventory" -> inventory = SectionRef.read(json);
                    default -> json.skip();
                }
            }
            if (first < 0 || blocks == 0 || size == 0 || first > Integer.MAX_VALUE - blocks) {
                throw json.malformed("a needed volume without first block, blocks or size");
            }
            if (fill.length() != blocks || live != null && live.length() != 4 * blocks) {
                throw json.malformed("fill or live of another length than " + blocks + " blocks take");
            }
            byte[] filled = new byte[blocks];
            for (int i = 0; i < blocks; i++) {
                filled[i] = (byte) (digit(json, fill.charAt(i)) + 1);
            }
            return new NeededVolume(
                    json.required(key, "volume"),
                    first,
                    size,
                    filled,
                    json.required(inventory, "inventory"),
                    live == null ? null : masks(json, live, filled));
        }

        private static char[] masks(JsonReader json, String live, byte[] filled) {
            char[] masks = new char[filled.length];
            for (int i = 0; i < live.length(); i++) {
                masks[i / 4] = (char) (masks[i / 4] << 4 | digit(json, live.charAt(i)));
            }
            for (int i = 0; i < masks.length; i++) {
                if (masks[i] >> filled[i] != 0) {
                    throw json.malformed("a block that is needed behind its end");
                }
            }
            return masks;
        }

        private static int digit(JsonReader json, char c) {
            int digit = DIGITS.indexOf(c);
            if (digit < 0) {
                throw json.malformed("expected hexadecimal digits in fill and live");
            }
            return digit;
        }
    }
}
