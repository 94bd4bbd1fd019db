package dev.holdfast.core.backup.content;

import dev.holdfast.core.block.BlockSlots;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.index.FoundChunk;
import dev.holdfast.core.manifest.ChunkRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file as it was read: chunks whose blocks may not have their numbers yet, and holes. Compact, for a large
 * file has many. Filled by one thread, then read by another.
 */
public final class ChunkList {

    private static final int HASH_BYTES = 32;
    private static final int HOLE = -1;
    private static final int OWN_WRITER = 0;

    private byte[] hashes = new byte[HASH_BYTES];
    private int[] places = new int[4];
    private long[] holes = new long[0];
    private int holeCount;
    private int count;
    private final List<@Nullable String> writers = new ArrayList<>(List.of());

    public ChunkList() {
        writers.add(null);
    }

    public void clear() {
        count = 0;
        holeCount = 0;
    }

    /** Adds a chunk that the present run put into a block. */
    public void addStored(byte[] hash, int slot, int offset, int length) {
        add(hash, OWN_WRITER, slot, offset, length);
    }

    /** Adds a chunk that was there already. */
    public void addFound(byte[] hash, FoundChunk found) {
        add(hash, writerNumber(found.writer()), found.block(), found.offset(), found.length());
    }

    private int writerNumber(@Nullable String writer) {
        int number = writers.indexOf(writer);
        if (number < 0) {
            number = writers.size();
            writers.add(writer);
        }
        return number;
    }

    public void addHole(long length) {
        if (holeCount == holes.length) {
            holes = Arrays.copyOf(holes, Math.max(4, holeCount * 2));
        }
        holes[holeCount] = length;
        reserve();
        places[4 * count] = HOLE;
        places[4 * count + 1] = holeCount++;
        count++;
    }

    private void add(byte[] hash, int writer, int block, int offset, int length) {
        reserve();
        System.arraycopy(hash, 0, hashes, HASH_BYTES * count, HASH_BYTES);
        places[4 * count] = writer;
        places[4 * count + 1] = block;
        places[4 * count + 2] = offset;
        places[4 * count + 3] = length;
        count++;
    }

    private void reserve() {
        if (HASH_BYTES * (count + 1) > hashes.length) {
            hashes = Arrays.copyOf(hashes, Math.max(hashes.length * 2, 4 * HASH_BYTES));
            places = Arrays.copyOf(places, Math.max(places.length * 2, 16));
        }
    }

    /**
     * Gives the items in order, waiting for the numbers of blocks that are still being sealed.
     *
     * @param ownWriter the present run
     */
    public void forEach(String ownWriter, BlockSlots slots, Consumer<ContentItem> consumer) {
        for (int i = 0; i < count; i++) {
            int writer = places[4 * i];
            int block = places[4 * i + 1];
            if (writer == HOLE) {
                consumer.accept(ContentItem.hole(holes[block]));
                continue;
            }
            String name = writers.get(writer);
            consumer.accept(ContentItem.chunk(new ChunkRef(
                    Arrays.copyOfRange(hashes, HASH_BYTES * i, HASH_BYTES * (i + 1)),
                    name == null ? ownWriter : name,
                    name == null ? slots.number(block) : block,
                    places[4 * i + 2],
                    places[4 * i + 3])));
        }
    }
}
