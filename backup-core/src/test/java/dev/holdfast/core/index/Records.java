package dev.holdfast.core.index;

import java.util.List;
import java.util.SplittableRandom;

/** Records for tests, in memory. */
final class Records {

    private Records() {}

    /** A hash that shares its first eight bytes with all others of the same family. */
    static byte[] hash(long family, long number) {
        byte[] hash = new byte[IndexRecord.HASH_BYTES];
        new SplittableRandom(family * 31 + number).nextBytes(hash);
        byte[] start = new byte[8];
        new SplittableRandom(family).nextBytes(start);
        System.arraycopy(start, 0, hash, 0, 8);
        return hash;
    }

    static byte[] record(byte[] hash, int writer, int block, int offset, int length) {
        byte[] record = new byte[IndexRecord.BYTES];
        IndexRecord.put(record, 0, hash, writer, block, offset, length);
        return record;
    }

    /** Gives at most {@code most} records a read, as a source does whose pages are short. */
    static RecordSource source(List<byte[]> unordered, int most) {
        List<byte[]> records = unordered.stream()
                .sorted((a, b) -> IndexRecord.compareHash(a, 0, b, 0))
                .toList();
        return new RecordSource() {
            @Override
            public long count() {
                return records.size();
            }

            @Override
            public int read(long first, int count, byte[] target) {
                int read = (int) Math.min(Math.min(count, most), records.size() - first);
                for (int i = 0; i < read; i++) {
                    System.arraycopy(records.get((int) first + i), 0, target, i * IndexRecord.BYTES, IndexRecord.BYTES);
                }
                return read;
            }
        };
    }
}
