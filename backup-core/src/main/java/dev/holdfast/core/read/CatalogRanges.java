package dev.holdfast.core.read;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.catalog.CatalogBlocks;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches catalog blocks. Whoever reads a stream's blocks one after the other gets twice as many at once each time, up to
 * {@value #MAX_BYTES} bytes; whoever looks for one page gets only its block. Thread-safe.
 */
final class CatalogRanges implements CatalogBlocks.SealedBlocks {

    private static final int MAX_BYTES = 4 << 20;
    private static final int MAX_BLOCKS = 32;
    private static final int STREAMS = 4;

    private final StoredRanges ranges;
    private final BlockPlaces places;
    /** The last range of each stream. */
    private final Map<String, Held> recent = new LinkedHashMap<>(8, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Held> eldest) {
            return size() > STREAMS;
        }
    };

    private record Held(int firstBlock, int blocks, BlockPlace firstPlace, byte[] bytes) {}

    CatalogRanges(StoredRanges ranges, BlockPlaces places) {
        this.ranges = ranges;
        this.places = places;
    }

    @Override
    public synchronized ByteBuffer fetch(String writer, int block) {
        BlockPlace place = find(writer, block)
                .orElseThrow(() -> new IntegrityException("catalog block " + writer + "/" + block
                        + " is referred to, but the snapshot does not say that it needs it"));
        Held held = recent.get(writer);
        if (held == null || block < held.firstBlock || block >= held.firstBlock + held.blocks) {
            int blocks = held != null && block == held.firstBlock + held.blocks ? held.blocks * 2 : 1;
            held = read(writer, block, place, Math.min(blocks, MAX_BLOCKS));
            recent.put(writer, held);
        }
        return ByteBuffer.wrap(held.bytes, (int) (place.offset() - held.firstPlace.offset()), place.length())
                .slice();
    }

    private Held read(String writer, int block, BlockPlace first, int atMost) {
        BlockPlace last = first;
        int blocks = 1;
        for (BlockPlace next = next(writer, block + blocks, last, blocks < atMost);
                next != null && next.end() - first.offset() <= MAX_BYTES;
                next = next(writer, block + blocks, last, blocks < atMost)) {
            last = next;
            blocks++;
        }
        int length = Math.toIntExact(last.end() - first.offset());
        byte[] bytes = new byte[length];
        int read = ranges.read(first.volume(), first.offset(), length, bytes);
        if (read < length && blocks > 1) {
            return read(writer, block, first, 1);
        }
        if (read < length) {
            throw new IntegrityException("volume " + first.volume() + " of " + ranges.describe()
                    + (read == StoredRanges.ABSENT
                            ? " is missing"
                            : " is truncated: expected a block of the catalog up to byte " + last.end() + ", found the end at "
                                    + (first.offset() + read)));
        }
        return new Held(block, blocks, first, bytes);
    }

    /** The place of the next block if it lies right behind the last one. */
    private @Nullable BlockPlace next(String writer, int block, BlockPlace last, boolean wanted) {
        BlockPlace next = wanted ? find(writer, block).orElse(null) : null;
        return next != null && next.volume().equals(last.volume()) && next.offset() == last.end() ? next : null;
    }

    private Optional<BlockPlace> find(String writer, int block) {
        return places.find(Purpose.CATALOG, writer, block);
    }
}
