package dev.holdfast.core.index;

import dev.holdfast.core.block.MemoryAccount;
import dev.holdfast.core.block.UsableBlocks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    private final List<IndexSegment> segments;
    private final UsableBlocks usable;
    private final MemoryAccount memory;
    private final Path spillDirectory;
    private final long tableBytes;
    private final RunTable table;
    private volatile List<SortedRun> spilled = List.of();
    private final List<RecordFile> files = new ArrayList<>();
    private volatile @Nullable List<SortedRun> earlier;

    ChunkIndex(
            List<IndexSegment> segments,
            UsableBlocks usable,
            MemoryAccount memory,
            Path spillDirectory,
            int tableChunks) {
        this.segments = List.copyOf(segments);
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
            synchronized (segments) {
                runs = earlier;
                if (runs == null) {
                    runs = new ArrayList<>();
                    for (IndexSegment segment : segments) {
                        runs.add(new SortedRun(segment.records(), memory));
                    }
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

    List<IndexSegment> segments() {
        return segments;
    }

    UsableBlocks usable() {
        return usable;
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
                            records,
                            order.get((int) first + i),
                            target,
                            i * IndexRecord.BYTES,
                            IndexRecord.BYTES);
                }
                return read;
            }
        };
    }

    /** Gives memory back and removes spilled files. */
    @Override
    public void close() {
        synchronized (table) {
            spilled.forEach(SortedRun::close);
            files.forEach(RecordFile::close);
            files.clear();
            spilled = List.of();
            memory.giveBack(tableBytes);
        }
        List<SortedRun> runs = earlier;
        if (runs != null) {
            runs.forEach(SortedRun::close);
        }
    }
}
