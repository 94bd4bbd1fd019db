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
 * The content of a file as it was read: chunks whose blocks may not have their numbers yet, and holes. Compact, for a
 * large file has many. Filled by one thread, then read by another.
 */
public final class ChunkList {

    private static final int HASH_BYTES = 32;
    private static final int HOLE = -1;
    private static final int OWN_WRITER = 0;

    /**
     * Chunks in a segment but the last; the first one grows up to it. So nothing large is copied, and no array ends.
     */
    private static final int SEGMENT_CHUNKS = 1 << 16;

    private final List<byte[]> hashes = new ArrayList<>(1);
    private final List<int[]> places = new ArrayList<>(1);
    private long[] holes = {};
    private int holeCount;
    private int count;
    private final List<@Nullable String> writers = new ArrayList<>(1);

    public ChunkList() {
        writers.add(null);
    }

    public void clear() {
        if (hashes.size() > 1) {
            hashes.subList(1, hashes.size()).clear();
            places.subList(1, places.size()).clear();
        }
        count = 0;
        holeCount = 0;
    }

    /** Adds a chunk that the present run put into a block. */
    public void addStored(byte[] hash, int slot, int offset, int length) {
        add(hash, OWN_WRITER, slot, offset, length);
    }

    /** Adds a chunk that was there already. */
    public void addFound(byte[] hash, FoundChunk found) {
        addFound(hash, found.writer(), found.block(), found.offset(), found.length());
    }

    void addFound(byte[] hash, @Nullable String writer, int block, int offset, int length) {
        add(hash, writerNumber(writer), block, offset, length);
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
        place(HOLE, holeCount++, 0, 0);
    }

    private void add(byte[] hash, int writer, int block, int offset, int length) {
        int number = place(writer, block, offset, length);
        System.arraycopy(
                hash, 0, hashes.get(number / SEGMENT_CHUNKS), HASH_BYTES * (number % SEGMENT_CHUNKS), HASH_BYTES);
    }

    /** @return the number of the item */
    private int place(int writer, int block, int offset, int length) {
        int segment = count / SEGMENT_CHUNKS;
        int at = count % SEGMENT_CHUNKS;
        reserve(segment, at);
        int[] into = places.get(segment);
        into[4 * at] = writer;
        into[4 * at + 1] = block;
        into[4 * at + 2] = offset;
        into[4 * at + 3] = length;
        return count++;
    }

    private void reserve(int segment, int at) {
        if (segment == hashes.size()) {
            int chunks = segment == 0 ? 1 : SEGMENT_CHUNKS;
            hashes.add(new byte[HASH_BYTES * chunks]);
            places.add(new int[4 * chunks]);
        } else if (4 * at == places.get(segment).length) {
            hashes.set(segment, Arrays.copyOf(hashes.get(segment), 2 * HASH_BYTES * at));
            places.set(segment, Arrays.copyOf(places.get(segment), 2 * 4 * at));
        }
    }

    /**
     * Gives the items in order, waiting for the numbers of blocks that are still being sealed.
     *
     * @param ownWriter the present run
     */
    public void forEach(String ownWriter, BlockSlots slots, Consumer<ContentItem> consumer) {
        for (int i = 0; i < count; i++) {
            int[] from = places.get(i / SEGMENT_CHUNKS);
            int at = i % SEGMENT_CHUNKS;
            int writer = from[4 * at];
            int block = from[4 * at + 1];
            if (writer == HOLE) {
                consumer.accept(ContentItem.hole(holes[block]));
                continue;
            }
            String name = writers.get(writer);
            consumer.accept(ContentItem.chunk(new ChunkRef(
                    Arrays.copyOfRange(hashes.get(i / SEGMENT_CHUNKS), HASH_BYTES * at, HASH_BYTES * (at + 1)),
                    name == null ? ownWriter : name,
                    name == null ? slots.number(block) : block,
                    from[4 * at + 2],
                    from[4 * at + 3])));
        }
    }
}
