package dev.holdfast.core.catalog;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.chunking.ChunkSizeClasses;
import dev.holdfast.core.manifest.ChunkRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The root of a catalog: what a snapshot keeps sealed of itself, and where its listing and index begin.
 *
 * @param host the name of the host that was backed up
 * @param sources what was backed up
 * @param secret of the chain, 32 bytes; not copied
 * @param chunking chunk sizes of the chain
 * @param frontier in a partial state the last path that was completed, if any was
 * @param base in a partial state the snapshot that counts behind the frontier, if there is one
 * @param index at most 16 segments
 * @param sparse blocks of content, {@code <writer>/<number>}, of which less is needed than the needed-set says; at most
 *     {@value #MAX_SPARSE}
 */
public record CatalogRoot(
        SnapshotId snapshot,
        String host,
        List<Source> sources,
        byte[] secret,
        ChunkSizeClasses chunking,
        @Nullable EntryPath frontier,
        @Nullable Base base,
        PageTree listing,
        List<IndexTree> index,
        List<String> sparse) {

    /** The most segments that an index has. */
    public static final int MAX_INDEX_SEGMENTS = 16;

    /** The most sparse blocks that are named. */
    public static final int MAX_SPARSE = 256;

    public CatalogRoot {
        sources = List.copyOf(sources);
        index = List.copyOf(index);
        sparse = List.copyOf(sparse);
    }

    /**
     * A source.
     *
     * @param at where it lies in the snapshot
     * @param path what it was on the host, as bytes; empty for a named stream
     */
    public record Source(EntryPath at, byte[] path) {}

    /** The complete snapshot that a partial state continues. */
    public record Base(SnapshotId snapshot, ChunkRef catalog) {}

    /**
     * A segment of the index.
     *
     * @param chunks how many records it has
     * @param writers the runs that its records name by number
     */
    public record IndexTree(long chunks, List<String> writers, PageTree tree) {

        public IndexTree {
            writers = List.copyOf(writers);
        }
    }
}
