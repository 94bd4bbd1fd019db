package dev.holdfast.core.chunking;

/**
 * How large chunks become.
 *
 * @param minBytes every chunk but a file's last is longer; 64 to half the average
 * @param averageBytes the mean on random data, within a tenth; a power of two
 * @param maxBytes no chunk is longer; more than the average, at most {@value #LIMIT_BYTES}
 */
public record ChunkSizes(int minBytes, int averageBytes, int maxBytes) {

    /** No chunk is ever longer: a chunk fits into a block. */
    public static final int LIMIT_BYTES = 1 << 20;

    public ChunkSizes {
        if (minBytes < FastCdc.WINDOW_BYTES
                || minBytes > averageBytes / 2
                || Integer.bitCount(averageBytes) != 1
                || maxBytes <= averageBytes
                || maxBytes > LIMIT_BYTES) {
            throw new IllegalArgumentException("chunk sizes must satisfy " + FastCdc.WINDOW_BYTES
                    + " <= min <= average / 2, average a power of two, average < max <= " + LIMIT_BYTES
                    + ", but are min " + minBytes + ", average " + averageBytes + ", max " + maxBytes);
        }
    }

    /** The usual spread: a quarter of the average to four times the average. */
    public static ChunkSizes around(int averageBytes) {
        return new ChunkSizes(averageBytes / 4, averageBytes, Math.multiplyExact(averageBytes, 4));
    }
}
