package dev.holdfast.core.index;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.block.UsableBlocks;
import dev.holdfast.core.failure.FirstFailure;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.work.MemoryAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds chunks that the chain has already, and takes in those that the present run stores.
 *
 * <p>The earlier snapshots' segments are opened at the first search, since a run without new content needs none. New
 * chunks go to a table; when it is full, they are spilled, sorted, into a file below the given directory. Where that
 * fails, they are forgotten, and stored again if they are met again; so is what a damaged segment knew.
 *
 * <p>Thread-safe.
 */
public final class ChunkIndex implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkIndex.class);
    private static final int OWN_WRITER = 0;

    private final int segmentCount;
    private final IntFunction<IndexSegment> segmentOpener;
    private final List<@Nullable String> writers = new CopyOnWriteArrayList<>();
    private volatile List<IndexSegment> segments = List.of();
    /** Numbers of the segments that are damaged. */
    private volatile Set<Integer> lost = Set.of();

    private final Object opening = new Object();
    private final UsableBlocks usable;
    private final MemoryAccount memory;
    private final Path spillDirectory;
    private final long tableBytes;
    private final RunTable table;
    private volatile List<SortedRun> spilled = List.of();
    private final List<RecordFile> files = new ArrayList<>();
    private final FirstFailure failures = new FirstFailure();
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
        this.writers.add(null);
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
                found.set(writers.get(IndexRecord.writer(table.records(), at)), table.records(), at);
                return true;
            }
        }
        for (SortedRun run : spilled) {
            if (run.find(hash, found.scratch)) {
                found.set(writers.get(IndexRecord.writer(found.scratch, 0)), found.scratch, 0);
                return true;
            }
        }
        List<SortedRun> runs = earlier();
        for (int i = 0; i < runs.size(); i++) {
            if (runs.get(i).find(hash, found.scratch)) {
                String writer = segments.get(i).writer(found.scratch, 0);
                if (writer != null && usable.isUsable(writer, IndexRecord.block(found.scratch, 0))) {
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
                    runs = open();
                    earlier = runs;
                }
            }
        }
        return runs;
    }

    private List<SortedRun> open() {
        List<SortedRun> runs = new ArrayList<>();
        List<IndexSegment> opened = new ArrayList<>();
        Set<Integer> damaged = new HashSet<>();
        for (int i = 0; i < segmentCount; i++) {
            try {
                IndexSegment segment = segmentOpener.apply(i);
                runs.add(new SortedRun(segment.records(), memory));
                opened.add(segment);
            } catch (IntegrityException e) {
                LOG.warn("what a damaged part of the index knew is stored again: {}", e.getMessage());
                damaged.add(i);
            }
        }
        segments = List.copyOf(opened);
        lost = Set.copyOf(damaged);
        return runs;
    }

    /** Those of the earlier segments that are not damaged. Opens them. */
    <T> List<T> withoutLost(List<T> earlierSegments) {
        earlier();
        List<T> whole = new ArrayList<>();
        for (int i = 0; i < earlierSegments.size(); i++) {
            if (!lost.contains(i)) {
                whole.add(earlierSegments.get(i));
            }
        }
        return whole;
    }

    /** Takes in a chunk that the present run has put into a block. A chunk that is there already is left as it is. */
    public void add(byte[] hash, int slot, int offset, int length) {
        add(hash, OWN_WRITER, slot, offset, length);
    }

    /** Takes in a chunk of an earlier run that the segments do not know, since that run was interrupted. */
    public void add(ChunkRef chunk) {
        int number = writers.indexOf(chunk.writer());
        if (number < 0) {
            number = writers.size();
            writers.add(chunk.writer());
        }
        add(chunk.sha256(), number, chunk.block(), chunk.offset(), chunk.length());
    }

    private void add(byte[] hash, int writer, int block, int offset, int length) {
        synchronized (table) {
            if (table.find(hash) >= 0) {
                return;
            }
            if (table.isFull()) {
                spill();
            }
            table.add(hash, writer, block, offset, length);
        }
    }

    /** Empties the table. */
    private void spill() {
        try {
            RecordFile file = RecordFile.spill(table, spillDirectory);
            files.add(file);
            List<SortedRun> longer = new ArrayList<>(spilled);
            longer.add(new SortedRun(file, memory));
            spilled = List.copyOf(longer);
        } catch (IOException e) {
            failures.tell(LOG, "cannot keep the index of new chunks below " + spillDirectory, e);
        }
        table.clear();
    }

    /** The runs that the present run's records name by number; the first, null, is the present one. */
    List<@Nullable String> writers() {
        return writers;
    }

    /** The present run's chunks as they are now, as sources of records whose blocks are slots; more may be added. */
    List<RecordSource> ownRecords() {
        synchronized (table) {
            List<RecordSource> own = new ArrayList<>(files);
            own.add(sortedTable());
            return own;
        }
    }

    private RecordSource sortedTable() {
        byte[] records = new byte[table.size() * IndexRecord.BYTES];
        int filled = 0;
        for (int at : table.sorted()) {
            System.arraycopy(table.records(), at, records, filled, IndexRecord.BYTES);
            filled += IndexRecord.BYTES;
        }
        return new RecordSource() {
            @Override
            public long count() {
                return records.length / IndexRecord.BYTES;
            }

            @Override
            public int read(long first, int wanted, byte[] target) {
                int read = (int) Math.min(wanted, count() - first);
                System.arraycopy(records, (int) first * IndexRecord.BYTES, target, 0, read * IndexRecord.BYTES);
                return read;
            }
        };
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
