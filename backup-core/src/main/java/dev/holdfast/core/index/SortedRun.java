package dev.holdfast.core.index;

import dev.holdfast.core.work.MemoryAccount;
import java.util.Arrays;

/**
 * A sequence of records that ascend by hash, searched where it lies. In memory there is one number of eight bytes a
 * record, or, when the account has no room for that, one for each stretch of records, of which a few are read to search
 * it. Never waits for memory: with none at all it reads more. Thread-safe.
 */
final class SortedRun implements AutoCloseable {

    private static final int SCANNED_RECORDS = 64;
    private static final int LEARNED_RECORDS = 2048;

    private final RecordSource records;
    private final MemoryAccount memory;
    private final int stride;
    private final long takenBytes;
    private final long[] prefixes;

    /** Reads all records once to learn their prefixes. */
    SortedRun(RecordSource records, MemoryAccount memory) {
        this.records = records;
        this.memory = memory;
        long every = 1;
        while (every < records.count() && !memory.tryTake(prefixBytes(every))) {
            every *= every == 1 ? SCANNED_RECORDS : 8;
        }
        stride = Math.toIntExact(Math.min(every, Integer.MAX_VALUE));
        takenBytes = every < records.count() ? prefixBytes(every) : 0;
        prefixes = new long[Math.toIntExact(prefixBytes(stride) / Long.BYTES)];
        try {
            learn();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private long prefixBytes(long every) {
        return Long.BYTES * ((records.count() + every - 1) / every);
    }

    private void learn() {
        byte[] buffer = new byte[LEARNED_RECORDS * IndexRecord.BYTES];
        for (long first = 0; first < records.count(); ) {
            int read = records.read(first, LEARNED_RECORDS, buffer);
            for (int i = 0; i < read; i++) {
                if ((first + i) % stride == 0) {
                    prefixes[(int) ((first + i) / stride)] = IndexRecord.prefix(buffer, i * IndexRecord.BYTES);
                }
            }
            first += read;
        }
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
        int behind = i;
        while (behind < prefixes.length && prefixes[behind] == wanted) {
            behind++;
        }
        // Where not every record has its number, those before the first equal number may be equal, too.
        long low = (long) (stride > 1 && i > 0 ? i - 1 : i) * stride;
        long high = Math.min((long) behind * stride, records.count());
        while (high - low > SCANNED_RECORDS) {
            long middle = low + (high - low) / 2;
            records.read(middle, 1, scratch);
            if (IndexRecord.compareHash(scratch, 0, hash, 0) > 0) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return scan(low, high, hash, scratch);
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

    private boolean scan(long low, long high, byte[] hash, byte[] scratch) {
        for (long from = low; from < high; ) {
            int read = records.read(from, (int) (high - from), scratch);
            for (int i = 0; i < read; i++) {
                int at = i * IndexRecord.BYTES;
                if (Arrays.equals(scratch, at, at + IndexRecord.HASH_BYTES, hash, 0, IndexRecord.HASH_BYTES)) {
                    System.arraycopy(scratch, at, scratch, 0, IndexRecord.BYTES);
                    return true;
                }
            }
            from += read;
        }
        return false;
    }

    static byte[] scratch() {
        return new byte[SCANNED_RECORDS * IndexRecord.BYTES];
    }

    @Override
    public void close() {
        memory.giveBack(takenBytes);
    }
}
