package dev.holdfast.core.index;

import dev.holdfast.core.block.BlockSlots;
import dev.holdfast.core.block.UsableBlocks;
import dev.holdfast.core.catalog.CatalogBlocks;
import dev.holdfast.core.catalog.CatalogRoot;
import dev.holdfast.core.catalog.page.PageRef;
import dev.holdfast.core.catalog.page.PageSink;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.catalog.page.TreePages;
import dev.holdfast.core.catalog.page.TreeWriter;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.work.MemoryAccount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the index in the catalog: opens the segments of the parent, and writes those of the new snapshot. New chunks
 * become a segment, merged with older ones that are not much larger, so that the segments stay few and each record is
 * rewritten seldom.
 */
public final class IndexStore {

    private static final int PAGE_RECORDS = 2048;
    private static final int MERGE_FACTOR = 2;

    /**
     * The segments name about so many runs, since all are named in the root, which is one block. Of more, those are
     * left out that have few chunks: what they have is stored again where it is met again.
     */
    private static final int MAX_WRITERS = 1_024;

    /** A new segment may name so many whatever the others name. */
    private static final int ROOM_FOR_NEW = 128;

    private final String ownWriter;
    private final List<CatalogRoot.IndexTree> earlier;
    private final CatalogBlocks catalog;
    private final UsableBlocks usable;
    private final int blockBytes;

    /**
     * @param ownWriter id of the present run
     * @param earlier segments of the parent; empty if there is none
     * @param catalog of the parent
     * @param usable which blocks may be referred to
     * @param blockBytes no block's content is longer
     */
    public IndexStore(
            String ownWriter,
            List<CatalogRoot.IndexTree> earlier,
            CatalogBlocks catalog,
            UsableBlocks usable,
            int blockBytes) {
        this.ownWriter = ownWriter;
        this.earlier = earlier;
        this.catalog = catalog;
        this.usable = usable;
        this.blockBytes = blockBytes;
    }

    /** @param tableChunks how many new chunks are held in memory before they are spilled */
    public ChunkIndex open(MemoryAccount memory, Path spillDirectory, int tableChunks) {
        return new ChunkIndex(
                earlier.size(), i -> segment(earlier.get(i)), usable, memory, spillDirectory, tableChunks);
    }

    private IndexSegment segment(CatalogRoot.IndexTree segment) {
        return new IndexSegment(
                segment.writers(),
                new TreeRecords(catalog, TreePages.leaves(segment.tree(), catalog, page -> {})),
                blockBytes);
    }

    /**
     * Writes what the present run has found new, as far as it is in blocks.
     *
     * @param slots of the stream that new chunks went into
     * @param wanted which of the new chunks are written; asked more than once
     * @param used hears of every page that the new index consists of
     * @return the segments of the new snapshot
     */
    public List<CatalogRoot.IndexTree> write(
            ChunkIndex index, BlockSlots slots, Predicate<ChunkRef> wanted, PageSink sink, Consumer<ChunkRef> used) {
        NewChunks own = new NewChunks(index.ownRecords(), index.writers(), ownWriter, slots, wanted);
        long ownCount = own.count();
        List<CatalogRoot.IndexTree> segments = ownCount > 0 ? index.withoutLost(earlier) : earlier;
        int kept = ownCount > 0 ? kept(segments, ownCount) : segments.size();
        List<CatalogRoot.IndexTree> result = new ArrayList<>(segments.subList(0, kept));
        for (CatalogRoot.IndexTree segment : result) {
            TreePages.leaves(segment.tree(), catalog, used);
        }
        if (ownCount > 0) {
            int named = result.stream()
                    .mapToInt(segment -> segment.writers().size())
                    .sum();
            Writers writers = new Writers(ownWriter, Math.max(ROOM_FOR_NEW, MAX_WRITERS - named));
            RecordMerge merge = new RecordMerge();
            own.addTo(merge, writers);
            segments.subList(kept, segments.size()).forEach(older -> addOlder(merge, older, writers));
            result.add(write(merge, writers, sink, used));
        }
        return result;
    }

    /** How many of the segments, from the oldest on, the new one does not take in. */
    private static int kept(List<CatalogRoot.IndexTree> segments, long ownCount) {
        int kept = segments.size();
        long merged = ownCount;
        while (kept > 0
                && (segments.get(kept - 1).chunks() <= MERGE_FACTOR * merged
                        || kept >= CatalogRoot.MAX_INDEX_SEGMENTS)) {
            kept--;
            merged += segments.get(kept).chunks();
        }
        return kept;
    }

    /** What the present run has found new: its own chunks, whose records name slots, and those of interrupted runs. */
    private record NewChunks(
            List<RecordSource> sources,
            List<@Nullable String> writers,
            String ownWriter,
            BlockSlots slots,
            Predicate<ChunkRef> wanted) {

        long count() {
            RecordMerge merge = new RecordMerge();
            addTo(merge, new Writers(ownWriter, Integer.MAX_VALUE));
            long[] count = {0};
            merge.forEach((records, at) -> count[0]++);
            return count[0];
        }

        void addTo(RecordMerge merge, Writers named) {
            for (RecordSource source : sources) {
                merge.add(source, (records, at) -> {
                    ChunkRef chunk = chunk(records, at);
                    return chunk != null
                            && wanted.test(chunk)
                            && named.place(records, at, chunk.writer(), chunk.block());
                });
            }
        }

        /** The chunk of a record; null where its block has no number yet. */
        private @Nullable ChunkRef chunk(byte[] records, int at) {
            String writer = writers.get(IndexRecord.writer(records, at));
            int block = IndexRecord.block(records, at);
            int number = writer == null ? slots.numberIfKnown(block) : block;
            return number < 0 ? null : IndexRecord.chunk(records, at, writer == null ? ownWriter : writer, number);
        }
    }

    private void addOlder(RecordMerge merge, CatalogRoot.IndexTree older, Writers writers) {
        IndexSegment segment = segment(older);
        merge.add(segment.records(), (records, at) -> {
            String writer = segment.writer(records, at);
            int block = IndexRecord.block(records, at);
            return writer != null && usable.isUsable(writer, block) && writers.place(records, at, writer, block);
        });
    }

    /**
     * The runs that a segment names. Records come in the order of hashes, so who has many chunks comes early and finds
     * room.
     */
    private static final class Writers {

        private final Map<String, Integer> numbers = new LinkedHashMap<>();
        private final int room;

        Writers(String own, int room) {
            this.room = room;
            numbers.put(own, 0);
        }

        /** Names the place of a record; false where there is no room for its writer. */
        boolean place(byte[] records, int at, String writer, int block) {
            Integer number = numbers.get(writer);
            if (number == null) {
                if (numbers.size() == room) {
                    return false;
                }
                number = numbers.size();
                numbers.put(writer, number);
            }
            IndexRecord.place(records, at, number, block);
            return true;
        }

        List<String> names() {
            return List.copyOf(numbers.keySet());
        }
    }

    private static CatalogRoot.IndexTree write(
            RecordMerge merge, Writers writers, PageSink sink, Consumer<ChunkRef> used) {
        PageSink counted = (bytes, offset, length) -> {
            ChunkRef page = sink.put(bytes, offset, length);
            used.accept(page);
            return page;
        };
        TreeWriter tree = new TreeWriter(counted, TreeWriter.BY_NUMBER);
        byte[] page = new byte[PAGE_RECORDS * IndexRecord.BYTES];
        int[] filled = {0};
        long[] chunks = {0};
        merge.forEach((records, at) -> {
            System.arraycopy(records, at, page, filled[0], IndexRecord.BYTES);
            filled[0] += IndexRecord.BYTES;
            chunks[0]++;
            if (filled[0] == page.length) {
                tree.add(new PageRef(counted.put(page, 0, filled[0]), PAGE_RECORDS, null, 0));
                filled[0] = 0;
            }
        });
        if (filled[0] > 0) {
            tree.add(new PageRef(counted.put(page, 0, filled[0]), filled[0] / IndexRecord.BYTES, null, 0));
        }
        PageTree root = tree.finish();
        return new CatalogRoot.IndexTree(chunks[0], writers.names(), root);
    }
}
