package dev.holdfast.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** What is in the files that are not text. Immutable, thread-safe. */
final class Contents {
    static final int PAGE_BYTES = 8 << 10;

    private static final int CLUSTER_BYTES = 4 << 10;
    private static final int SINE_BITS = 12;
    private static final int ROW_HEADER_BYTES = 48;

    private final Language language;
    private final long seed;

    Contents(Language language, long seed) {
        this.language = language;
        this.seed = seed;
    }

    /** As compressed media, archives and ciphertext look: no structure at all. */
    void noise(Random64 random, Sink out, long sizeBytes) throws IOException {
        long end = out.position() + sizeBytes;
        while (!out.full() && out.position() < end) {
            out.putLittleEndian(random.next(), Long.BYTES);
        }
    }

    /**
     * 16-bit sound: two tones under a slow envelope, and noise in the low bits, which keeps zstd near a ratio of 1.4.
     */
    void sound(Random64 random, Sink out) throws IOException {
        int[] sine = new int[1 << SINE_BITS];
        for (int i = 0; i < sine.length; i++) {
            sine[i] = (int) (1_500 * StrictMath.sin(2 * Math.PI * i / sine.length));
        }
        int low = 0;
        int high = 0;
        int lowStep = 0;
        int highStep = 0;
        int envelope = 0;
        for (long i = 0; !out.full(); i++) {
            if (i % 4_096 == 0) {
                lowStep = (1 << 20) + random.below(1 << 22);
                highStep = (1 << 22) + random.below(1 << 25);
                envelope = 1 + random.below(16);
            }
            long noise = random.next();
            long samples = 0;
            for (int shift = 0; shift < Long.SIZE; shift += Short.SIZE) {
                low += lowStep;
                high += highStep;
                int tone = sine[low >>> -SINE_BITS] + (sine[high >>> -SINE_BITS] >> 2);
                long sample = (tone * envelope >> 4) + (noise >>> shift & 0x3f);
                samples |= (sample & 0xffff) << shift;
            }
            out.putLittleEndian(samples, Long.BYTES);
        }
    }

    /** Extents of whole clusters: empty space, programs, archives, texts. Zeros are written, not left as holes. */
    void diskImage(Random64 random, Sink out) throws IOException {
        while (!out.full()) {
            long extentBytes = CLUSTER_BYTES * (long) StrictMath.exp(StrictMath.log(1_024) * random.unit());
            switch (random.below(10)) {
                case 0, 1, 2 -> out.zeros(2 * extentBytes);
                case 3, 4 -> noise(random, out, extentBytes);
                case 5, 6, 7 -> program(random, out, extentBytes);
                default -> language.prose(random, out, extentBytes);
            }
            out.alignTo(CLUSTER_BYTES);
        }
    }

    /** Machine code in a nutshell: instructions of a skewed set, some followed by an operand of few random bits. */
    private static void program(Random64 random, Sink out, long sizeBytes) throws IOException {
        long end = out.position() + sizeBytes;
        while (!out.full() && out.position() < end) {
            int opcode = random.below(1 + random.below(1 + random.below(900)));
            out.putLittleEndian(opcode * 40_503L, 2);
            if (opcode % 3 == 0) {
                out.putLittleEndian(random.below(4_096), 4);
            }
        }
    }

    void database(Sink out, long version) throws IOException {
        for (long number = 0; !out.full(); number++) {
            out.put(page(number, version));
        }
    }

    /**
     * A header, line pointers from the front, rows from the back, zeros between. Some pages are indexes, some unused.
     */
    byte[] page(long number, long version) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(PAGE_BYTES);
        if (number % 23 == 22) {
            return page.array();
        }
        Random64 random = new Random64(seed, "page " + version, number);
        boolean index = number % 8 == 7;
        int lower = 24;
        int upper = PAGE_BYTES;
        int freeBytes = PAGE_BYTES * (5 + random.below(45)) / 100;
        for (int slot = 0; upper - lower > freeBytes + 400; slot++) {
            byte[] row = index ? indexRow(number, slot, random) : row(number, slot, random);
            upper -= row.length;
            page.put(upper, row).putShort(lower, (short) upper).putShort(lower + 2, (short) row.length);
            lower += 4;
        }
        page.putLong(0, (version << 36) + number * 96).putShort(10, (short) (index ? 2 : 1));
        page.putShort(12, (short) lower).putShort(14, (short) upper);
        CRC32 crc = new CRC32();
        crc.update(page.array());
        return page.putInt(16, (int) crc.getValue()).array();
    }

    private static byte[] indexRow(long page, int slot, Random64 random) {
        return ByteBuffer.allocate(16)
                .putLong(page * 4_096 + slot * 5L + random.below(5))
                .putInt(random.below(1 << 15))
                .putInt(slot)
                .array();
    }

    private byte[] row(long page, int slot, Random64 random) throws IOException {
        byte[] row = new byte[ROW_HEADER_BYTES + random.below(20) * random.below(15)];
        ByteBuffer.wrap(row)
                .putLong(page / 7)
                .putLong(page << 16 | slot)
                .putLong(page * 64 + slot)
                .putLong(1_600_000_000_000L + page * 60_000 + random.below(60_000))
                .putLong(random.below(100_000))
                .putLong(random.next());
        language.prose(random, new Sink(row, ROW_HEADER_BYTES), Long.MAX_VALUE);
        return row;
    }
}
