package dev.holdfast.core.read;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.block.SealedBlock;
import dev.holdfast.core.catalog.CatalogBlocks;
import dev.holdfast.core.fetch.StoredRanges;
import dev.holdfast.core.repository.BlockLocator;
import dev.holdfast.core.repository.BlockPlace;
import dev.holdfast.core.work.Recent;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Fetches catalog blocks. Whoever reads a stream's blocks one after the other gets twice as many at once each time, up
 * to {@value #MAX_BYTES} bytes; whoever looks for one page gets only its block. Thread-safe.
 */
final class CatalogRanges implements CatalogBlocks.SealedBlocks {

    private static final int MAX_BYTES = 4 << 20;
    private static final int MAX_BLOCKS = 32;
    private static final int STREAMS = 4;

    private final StoredRanges ranges;
    private final BlockLocator places;
    /** The last range of each stream. */
    private final Recent<String, Held> recent = new Recent<>(STREAMS);

    private record Held(int firstBlock, int blocks, BlockPlace firstPlace, byte[] bytes) {}

    CatalogRanges(StoredRanges ranges, BlockLocator places) {
        this.ranges = ranges;
        this.places = places;
    }

    @Override
    public synchronized SealedBlock fetch(String writer, int block) {
        BlockPlace place = places.locate(Purpose.CATALOG, writer, block);
        Held held = recent.get(writer);
        if (held == null || block < held.firstBlock || block >= held.firstBlock + held.blocks) {
            int blocks = held != null && block == held.firstBlock + held.blocks ? held.blocks * 2 : 1;
            held = read(writer, block, place, Math.min(blocks, MAX_BLOCKS));
            recent.put(writer, held);
        }
        int at = (int) (place.offset() - held.firstPlace.offset());
        return new SealedBlock(
                ByteBuffer.wrap(held.bytes, at, place.sealedBytes()).slice(), place.sha256());
    }

    private Held read(String writer, int block, BlockPlace first, int atMost) {
        BlockPlace last = first;
        int blocks = 1;
        while (blocks < atMost) {
            BlockPlace next = behind(last, writer, block + blocks);
            if (next == null || next.end() - first.offset() > MAX_BYTES) {
                break;
            }
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
            String expected = "a block of the catalog up to byte " + last.end();
            throw ranges.shortfall(first.volume(), expected, first.offset(), read);
        }
        return new Held(block, blocks, first, bytes);
    }

    /** The place of a block if it lies right behind another one. */
    private @Nullable BlockPlace behind(BlockPlace last, String writer, int block) {
        try {
            BlockPlace next = places.locate(Purpose.CATALOG, writer, block);
            return next.volume().equals(last.volume()) && next.offset() == last.end() ? next : null;
        } catch (IntegrityException e) {
            // Whoever needs that block will hear of it.
            return null;
        }
    }
}
