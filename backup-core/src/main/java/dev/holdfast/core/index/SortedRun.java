package dev.holdfast.core.index;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.core.work.MemoryAccount;
import java.util.Arrays;

/**
 * A sequence of records that ascend by hash, searched where it lies. In memory there is one number of eight bytes a record,
 * or, when the account has no room for that, one for each 64 records. Thread-safe.
 */
final class SortedRun implements AutoCloseable {

    private static final int SPARSE_STRIDE = 64;
    private static final int SPARSE_SHARE = 8;

    private final RecordSource records;
    private final MemoryAccount memory;
    private final int stride;
    private final long[] prefixes;

    /** Reads all records once to learn their prefixes. */
    SortedRun(RecordSource records, MemoryAccount memory) {
        this.records = records;
        this.memory = memory;
        // Part of the account stays for those that come when there is no room for dense ones any more.
        boolean dense = memory.tryTake(8 * records.count(), memory.budgetBytes() / SPARSE_SHARE);
        stride = dense ? 1 : SPARSE_STRIDE;
        prefixes = new long[Math.toIntExact((records.count() + stride - 1) / stride)];
        // Nobody gives memory back before the run ends, so waiting would be for ever.
        if (!dense && !memory.tryTake(8L * prefixes.length)) {
            throw new ConfigurationException("the index of chunks needs more than its " + memory.budgetBytes()
                    + " bytes, a fifth of the memory that is allowed; allow more memory");
        }
        learn();
    }

    private void learn() {
        byte[] buffer = new byte[2048 * IndexRecord.BYTES];
        for (long first = 0; first < records.count(); ) {
            int read = records.read(first, 2048, buffer);
            for (int i = 0; i < read; i++) {
                if ((first + i) % stride == 0) {
                    prefixes[(int) ((first + i) / stride)] = IndexRecord.prefix(buffer, i * IndexRecord.BYTES);
                }
            }
            first += read;
        }
    }

    RecordSource records() {
        return records;
    }

    /**
     * Finds a chunk.
     *
     * @param scratch room for 64 records; receives the record at its start
     * @return whether it is there
     */
    boolean find(byte[] hash, byte[] scratch) {
        long wanted = IndexRecord.prefix(hash, 0);
        int i = first(wanted);
        if (stride > 1 && i > 0 && scan((long) (i - 1) * stride, hash, scratch)) {
            return true;
        }
        for (; i < prefixes.length && prefixes[i] == wanted; i++) {
            if (scan((long) i * stride, hash, scratch)) {
                return true;
            }
        }
        return false;
    }

    /** The first prefix that is not smaller. */
    private int first(long wanted) {
        int low = 0;
        int high = prefixes.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (Long.compareUnsigned(prefixes[middle], wanted) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean scan(long from, byte[] hash, byte[] scratch) {
        long left = Math.min(stride, records.count() - from);
        while (left > 0) {
            int read = records.read(from, (int) left, scratch);
            for (int i = 0; i < read; i++) {
                if (Arrays.equals(
                        scratch,
                        i * IndexRecord.BYTES,
                        i * IndexRecord.BYTES + IndexRecord.HASH_BYTES,
                        hash,
                        0,
                        IndexRecord.HASH_BYTES)) {
                    System.arraycopy(scratch, i * IndexRecord.BYTES, scratch, 0, IndexRecord.BYTES);
                    return true;
                }
            }
            from += read;
            left -= read;
        }
        return false;
    }

    static byte[] scratch() {
        return new byte[SPARSE_STRIDE * IndexRecord.BYTES];
    }

    @Override
    public void close() {
        memory.giveBack(8L * prefixes.length);
    }
}
