package dev.holdfast.core.catalog.page;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.manifest.ChunkRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reference to a page of a tree.
 *
 * @param chunk where the page lies
 * @param count items in the leaf pages below it
 * @param first path of the first entry below, in a listing; null in other trees
 * @param bytes length of the content below, in a content list; 0 in other trees
 */
public record PageRef(ChunkRef chunk, long count, @Nullable EntryPath first, long bytes) {

    /** The reference to a page that holds these references. */
    public static PageRef above(ChunkRef chunk, List<PageRef> below) {
        long count = 0;
        long bytes = 0;
        for (PageRef page : below) {
            count += page.count;
            bytes += page.bytes;
        }
        return new PageRef(chunk, count, below.get(0).first, bytes);
    }
}
