package dev.holdfast.core.verify.content;

import dev.holdfast.core.manifest.ChunkRef;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Which chunks were found in which blocks: eight bytes for each chunk, a mix of its place and hash with a secret
 * number, so that nobody can prepare two that look alike. Filled by several threads, then sealed and asked by one.
 */
final class ChunkTable {

    /** 32 MiB. */
    private static final int MAX_CHUNKS = 4 << 20;

    private final long secret;
    private long[] chunks = new long[1024];
    private int count;
    private final Map<String, BitSet> opened = new HashMap<>();

    /** @param secret random */
    ChunkTable(long secret) {
        this.secret = secret;
    }

    /**
     * Adds the chunks of an opened block.
     *
     * @param found values of {@link #mix}
     */
    synchronized void add(String stream, int block, long[] found) {
        if (count + found.length > chunks.length) {
            chunks = Arrays.copyOf(chunks, Math.max(count + found.length, chunks.length * 2));
        }
        System.arraycopy(found, 0, chunks, count, found.length);
        count += found.length;
        opened.computeIfAbsent(stream, each -> new BitSet()).set(block);
    }

    synchronized boolean isFull() {
        return count >= MAX_CHUNKS;
    }

    /** Ends the filling. */
    synchronized void seal() {
        Arrays.sort(chunks, 0, count);
    }

    /** Whether a block's chunks are in the table; if not, nothing can be said of references to it. */
    boolean hasBlock(String stream, int block) {
        BitSet blocks = opened.get(stream);
        return blocks != null && blocks.get(block);
    }

    /** Whether a reference, to a block that is in the table, is right. */
    boolean contains(String stream, ChunkRef ref) {
        long wanted = mix(stream, ref.block(), ref.offset(), ref.length(), ref.sha256());
        return Arrays.binarySearch(chunks, 0, count, wanted) >= 0;
    }

    long mix(String stream, int block, int offset, int length, byte[] sha256) {
        long mixed = secret ^ stream.hashCode();
        mixed = stir(mixed ^ ((long) block << 32 | offset));
        mixed = stir(mixed ^ length);
        for (int i = 0; i < 32; i += 8) {
            long word = 0;
            for (int k = 0; k < 8; k++) {
                word = word << 8 | sha256[i + k] & 0xff;
            }
            mixed = stir(mixed ^ word);
        }
        return mixed;
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long stir(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
