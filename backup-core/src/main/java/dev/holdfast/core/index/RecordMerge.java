package dev.holdfast.core.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Merges sequences of ascending records into one; of records with the same hash the one from the earlier source
 * survives. For one thread.
 */
final class RecordMerge {

    /** Changes a record in place, or drops it. */
    interface Mapping {
        /** @return whether the record that starts at {@code at} stays */
        boolean map(byte[] records, int at);
    }

    private static final int BATCH = 512;

    private static final class Cursor {
        private final int rank;
        private final RecordSource source;
        private final Mapping mapping;
        private final byte[] batch = new byte[BATCH * IndexRecord.BYTES];
        private long next;
        private int inBatch;
        private int at;

        Cursor(int rank, RecordSource source, Mapping mapping) {
            this.rank = rank;
            this.source = source;
            this.mapping = mapping;
            this.at = -1;
        }

        boolean advance() {
            do {
                at++;
                if (at == inBatch) {
                    if (next == source.count()) {
                        return false;
                    }
                    inBatch = source.read(next, BATCH, batch);
                    next += inBatch;
                    at = 0;
                }
            } while (!mapping.map(batch, at * IndexRecord.BYTES));
            return true;
        }

        int compareHash(Cursor other) {
            return IndexRecord.compareHash(batch, at * IndexRecord.BYTES, other.batch, other.at * IndexRecord.BYTES);
        }
    }

    private final List<Cursor> cursors = new ArrayList<>();

    RecordMerge add(RecordSource source, Mapping mapping) {
        cursors.add(new Cursor(cursors.size(), source, mapping));
        return this;
    }

    /** Takes a record that starts at {@code at}; valid during the call. */
    interface Sink {
        void accept(byte[] records, int at);
    }

    void forEach(Sink sink) {
        PriorityQueue<Cursor> queue = new PriorityQueue<>(
                Math.max(1, cursors.size()),
                ((Comparator<Cursor>) Cursor::compareHash).thenComparingInt(cursor -> cursor.rank));
        for (Cursor cursor : cursors) {
            if (cursor.advance()) {
                queue.add(cursor);
            }
        }
        byte[] last = new byte[IndexRecord.BYTES];
        boolean first = true;
        while (!queue.isEmpty()) {
            Cursor cursor = queue.remove();
            int at = cursor.at * IndexRecord.BYTES;
            if (first || IndexRecord.compareHash(last, 0, cursor.batch, at) != 0) {
                System.arraycopy(cursor.batch, at, last, 0, IndexRecord.BYTES);
                first = false;
                sink.accept(last, 0);
            }
            if (cursor.advance()) {
                queue.add(cursor);
            }
        }
    }
}
