package dev.holdfast.core.index;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.catalog.CatalogBlocks;
import dev.holdfast.core.catalog.page.PageRef;
import java.util.Arrays;
import java.util.List;

/** The records of a segment that lies in the catalog. Thread-safe. */
final class TreeRecords implements RecordSource {

    private final CatalogBlocks catalog;
    private final List<PageRef> pages;
    private final long[] firsts;
    private final long count;

    /** @param pages the leaf pages, in order */
    TreeRecords(CatalogBlocks catalog, List<PageRef> pages) {
        this.catalog = catalog;
        this.pages = List.copyOf(pages);
        this.firsts = new long[pages.size()];
        long first = 0;
        for (int i = 0; i < firsts.length; i++) {
            PageRef page = pages.get(i);
            requireFit(page);
            firsts[i] = first;
            first += page.count();
        }
        count = first;
    }

    /** Checks that a leaf page is as long as its records are. */
    static void requireFit(PageRef page) {
        int length = page.chunk().length();
        if (length % IndexRecord.BYTES != 0 || length / IndexRecord.BYTES != page.count()) {
            throw new IntegrityException(
                    "index page " + page.chunk() + ": " + page.count() + " records do not take " + length + " bytes");
        }
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public int read(long first, int wanted, byte[] target) {
        int number = Arrays.binarySearch(firsts, first);
        if (number < 0) {
            number = -number - 2;
        }
        PageRef page = pages.get(number);
        int skipped = (int) (first - firsts[number]);
        int records = (int) Math.min(wanted, page.count() - skipped);
        int offset = skipped * IndexRecord.BYTES;
        int length = records * IndexRecord.BYTES;
        // Whole pages are read to learn them, and checked; single records are looked up in what was checked.
        boolean whole = records == page.count();
        if (whole || !catalog.readAgain(page.chunk(), offset, target, length)) {
            byte[] bytes = catalog.read(page.chunk());
            System.arraycopy(bytes, offset, target, 0, length);
        }
        return records;
    }
}
