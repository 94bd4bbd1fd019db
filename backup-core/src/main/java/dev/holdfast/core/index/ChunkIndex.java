package dev.holdfast.core.index;

import dev.holdfast.core.block.UsableBlocks;
import dev.holdfast.core.work.MemoryAccount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds chunks that the chain has already, and takes in those that the present run stores.
 *
 * <p>The earlier snapshots' segments are opened at the first search, since a run without new content needs none. New chunks go
 * to a table; when it is full, they are spilled, sorted, into a file below the given directory.
 *
 * <p>Thread-safe.
 */
public final class ChunkIndex implements AutoCloseable {

    private int segmentCount;
    private IntFunction<IndexSegment> segmentOpener;
    private volatile List<IndexSegment> segments = List.of();
    private final Object opening = new Object();
    private final UsableBlocks usable;
    private final MemoryAccount memory;
    private final Path spillDirectory;
    private final long tableBytes;
    private final RunTable table;
    private volatile List<SortedRun> spilled = List.of();
    private final List<RecordFile> files = new ArrayList<>();
    private volatile @Nullable List<SortedRun> earlier;

    /** @param segmentOpener opens the segments of earlier runs when they are first needed */
    ChunkIndex(
            int segmentCount,
            IntFunction<IndexSegment> segmentOpener,
            UsableBlocks usable,
            MemoryAccount memory,
            Path spillDirectory,
            int tableChunks) {
        this.segmentCount = segmentCount;
        this.segmentOpener = segmentOpener;
        this.usable = usable;
        this.memory = memory;
        this.spillDirectory = spillDirectory;
        this.tableBytes = RunTable.memoryBytes(tableChunks);
        memory.take(tableBytes);
        this.table = new RunTable(tableChunks);
    }

    /**
     * Looks for a chunk.
     *
     * @return whether it was found; {@code found} says where
     */
    public boolean find(byte[] hash, FoundChunk found) {
        synchronized (table) {
            int at = table.find(hash);
            if (at >= 0) {
                found.set(null, table.records(), at);
                return true;
            }
        }
        for (SortedRun run : spilled) {
            if (run.find(hash, found.scratch)) {
                found.set(null, found.scratch, 0);
                return true;
            }
        }
        List<SortedRun> runs = earlier();
        for (int i = 0; i < runs.size(); i++) {
            if (runs.get(i).find(hash, found.scratch)) {
                List<String> writers = segments.get(i).writers();
                int number = IndexRecord.writer(found.scratch, 0);
                if (number < 0 || number >= writers.size()) {
                    continue;
                }
                String writer = writers.get(number);
                if (usable.isUsable(writer, IndexRecord.block(found.scratch, 0))) {
                    found.set(writer, found.scratch, 0);
                    return true;
                }
            }
        }
        return false;
    }

    private List<SortedRun> earlier() {
        List<SortedRun> runs = earlier;
        if (runs == null) {
            synchronized (opening) {
                runs = earlier;
                if (runs == null) {
                    runs = new ArrayList<>();
                    List<IndexSegment> opened = new ArrayList<>();
                    for (int i = 0; i < segmentCount; i++) {
                        IndexSegment segment = segmentOpener.apply(i);
                        opened.add(segment);
                        runs.add(new SortedRun(segment.records(), memory));
                    }
                    segments = opened;
                    earlier = runs;
                }
            }
        }
        return runs;
    }

    /** Takes in a chunk that the present run has put into a block. A chunk that is there already is left as it is. */
    public void add(byte[] hash, int slot, int offset, int length) {
        synchronized (table) {
            if (table.find(hash) >= 0) {
                return;
            }
            if (table.isFull()) {
                RecordFile file = RecordFile.spill(table, spillDirectory);
                files.add(file);
                List<SortedRun> longer = new ArrayList<>(spilled);
                longer.add(new SortedRun(file, memory));
                spilled = List.copyOf(longer);
                table.clear();
            }
            table.add(hash, slot, offset, length);
        }
    }

    /** The present run's chunks, as sources of records whose blocks are slots. */
    List<RecordSource> ownRecords() {
        synchronized (table) {
            List<RecordSource> own = new ArrayList<>(files);
            own.add(sortedTable());
            return own;
        }
    }

    private RecordSource sortedTable() {
        List<Integer> order = table.sorted();
        byte[] records = table.records();
        return new RecordSource() {
            @Override
            public long count() {
                return order.size();
            }

            @Override
            public int read(long first, int count, byte[] target) {
                int read = (int) Math.min(count, order.size() - first);
                for (int i = 0; i < read; i++) {
                    System.arraycopy(
                            records, order.get((int) first + i), target, i * IndexRecord.BYTES, IndexRecord.BYTES);
                }
                return read;
            }
        };
    }

    /**
     * Forgets the present run's chunks, which are in these segments now. No search may be under way.
     *
     * @param newOpener opens all segments, those of the present run among them
     */
    void adopt(int newCount, IntFunction<IndexSegment> newOpener) {
        synchronized (table) {
            dropSpilled();
            table.clear();
        }
        synchronized (opening) {
            List<SortedRun> runs = earlier;
            if (runs != null) {
                runs.forEach(SortedRun::close);
            }
            earlier = null;
            segmentCount = newCount;
            segmentOpener = newOpener;
        }
    }

    private void dropSpilled() {
        spilled.forEach(SortedRun::close);
        spilled = List.of();
        files.forEach(RecordFile::close);
        files.clear();
    }

    /** Gives memory back and removes spilled files. */
    @Override
    public void close() {
        synchronized (table) {
            dropSpilled();
            memory.giveBack(tableBytes);
        }
        List<SortedRun> runs = earlier;
        if (runs != null) {
            runs.forEach(SortedRun::close);
        }
    }
}
