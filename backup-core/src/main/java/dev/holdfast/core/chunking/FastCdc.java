package dev.holdfast.core.chunking;

import java.util.Objects;

/**
 * Finds chunk boundaries: FastCDC with normalised chunking, level 2 (Xia et al., USENIX ATC 2016), under a secret
 * table.
 *
 * <p>The hash of a place is the sum over the 64 bytes before it of {@code gear[byte] << age}, modulo 2<sup>64</sup>,
 * where the last byte has age 0. A chunk ends at the first place, more than {@code min} bytes from its start, where the
 * hash's uppermost {@code b} bits are all zero. With {@code a} = log<sub>2</sub>(average), {@code b} is {@code a + 2}
 * up to {@code average - min / 2} bytes (floor) from the start, that place included, and {@code a - 2} beyond. A chunk
 * that found no such place ends after {@code max} bytes, or where the file ends. The bend lies below the average
 * because the mean is then the average, not a seventh more.
 *
 * <p>The uppermost bits are taken since they depend on all 64 bytes. The hash starts anew in every chunk, from bytes of
 * that chunk, so equal chunks are followed by equal boundaries however the data was read.
 *
 * <p>Thread-safe; immutable. Allocates nothing for a chunk.
 */
public final class FastCdc {

    /** How many bytes a boundary depends on. */
    static final int WINDOW_BYTES = 64;

    private static final int NORMALISATION_BITS = 2;

    private final long[] gear;
    private final ChunkSizes sizes;
    private final int bendBytes;
    private final long strictMask;
    private final long looseMask;

    public FastCdc(GearTable gear, ChunkSizes sizes) {
        this.gear = gear.numbers();
        this.sizes = sizes;
        this.bendBytes = sizes.averageBytes() - sizes.minBytes() / 2;
        int averageBits = Integer.numberOfTrailingZeros(sizes.averageBytes());
        this.strictMask = uppermost(averageBits + NORMALISATION_BITS);
        this.looseMask = uppermost(averageBits - NORMALISATION_BITS);
    }

    private static long uppermost(int bits) {
        return -1L << (Long.SIZE - bits);
    }

    public ChunkSizes sizes() {
        return sizes;
    }

    /**
     * The end of the chunk that starts at {@code start}.
     *
     * @param data a window into the file; only read
     * @param start where the last chunk ended
     * @param end where the bytes at hand end
     * @param endOfFile whether the file ends at {@code end}
     * @return the chunk's end, after {@code start} and not after {@code end}; or -1 if that takes more bytes than are
     *     at hand, which never happens with {@link ChunkSizes#maxBytes()} of them, or if the file has no more
     */
    public int next(byte[] data, int start, int end, boolean endOfFile) {
        Objects.checkFromToIndex(start, end, data.length);
        int available = end - start;
        if (available > sizes.minBytes()) {
            int bend = start + Math.min(bendBytes, available);
            int limit = start + Math.min(sizes.maxBytes(), available);
            int cut = scan(data, start + sizes.minBytes(), bend, strictMask);
            if (cut < 0) {
                cut = scan(data, bend, limit, looseMask);
            }
            if (cut >= 0) {
                return cut;
            }
            if (available >= sizes.maxBytes()) {
                return limit;
            }
        }
        return endOfFile && available > 0 ? end : -1;
    }

    /**
     * The first place after {@code from}, up to and including {@code to}, where the hash has none of the mask's bits;
     * or -1. At least 64 bytes precede {@code from}.
     *
     * <p>Rolls two bytes at a time, so that the second table value is added off the chain of dependent operations.
     */
    private int scan(byte[] data, int from, int to, long mask) {
        long[] table = gear;
        long hash = 0;
        for (int i = from - WINDOW_BYTES; i < from; i++) {
            hash = (hash << 1) + table[data[i] & 0xff];
        }
        int i = from;
        for (; i < to - 3; i += 4) {
            long first = table[data[i] & 0xff];
            long second = table[data[i + 1] & 0xff];
            long third = table[data[i + 2] & 0xff];
            long fourth = table[data[i + 3] & 0xff];
            if ((((hash << 1) + first) & mask) == 0) {
                return i + 1;
            }
            hash = (hash << 2) + ((first << 1) + second);
            if ((hash & mask) == 0) {
                return i + 2;
            }
            if ((((hash << 1) + third) & mask) == 0) {
                return i + 3;
            }
            hash = (hash << 2) + ((third << 1) + fourth);
            if ((hash & mask) == 0) {
                return i + 4;
            }
        }
        for (; i < to; i++) {
            hash = (hash << 1) + table[data[i] & 0xff];
            if ((hash & mask) == 0) {
                return i + 1;
            }
        }
        return -1;
    }
}
