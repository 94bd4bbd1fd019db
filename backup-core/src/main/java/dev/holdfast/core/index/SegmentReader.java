package dev.holdfast.core.index;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.catalog.CatalogRoot;
import dev.holdfast.core.catalog.page.PageRef;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.catalog.page.TreePages;
import dev.holdfast.core.manifest.ChunkRef;
import java.util.List;
import java.util.function.Consumer;

/** Goes through the records of a segment, for who checks it. For one thread. */
public final class SegmentReader {

    private final PageSource pages;

    public SegmentReader(PageSource pages) {
        this.pages = pages;
    }

    /**
     * Gives the chunks that the records name, in their order.
     *
     * @throws IntegrityException if the segment has another number of records than it says, if they are out of order,
     *     or if one names no chunk of a run of the segment
     */
    public void read(CatalogRoot.IndexTree segment, Consumer<ChunkRef> chunks) {
        byte[] before = new byte[IndexRecord.BYTES];
        long count = 0;
        for (PageRef page : TreePages.leaves(segment.tree(), pages, visited -> {})) {
            TreeRecords.requireFit(page);
            byte[] records = pages.read(page.chunk());
            for (int at = 0; at < records.length; at += IndexRecord.BYTES) {
                if (IndexRecord.compareHash(before, 0, records, at) > 0) {
                    throw new IntegrityException("index page " + page.chunk() + ": its record " + at / IndexRecord.BYTES
                            + " is out of order");
                }
                System.arraycopy(records, at, before, 0, IndexRecord.BYTES);
                chunks.accept(chunk(segment.writers(), records, at, page));
            }
            count += page.count();
        }
        if (count != segment.chunks()) {
            throw new IntegrityException(
                    "a segment of the index has " + count + " records, expected " + segment.chunks());
        }
    }

    private static ChunkRef chunk(List<String> writers, byte[] records, int at, PageRef page) {
        try {
            String writer = writers.get(IndexRecord.writer(records, at));
            return IndexRecord.chunk(records, at, writer, IndexRecord.block(records, at));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IntegrityException(
                    "index page " + page.chunk() + ": its record " + at / IndexRecord.BYTES
                            + " names no chunk of the runs of its segment",
                    e);
        }
    }
}
