package dev.holdfast.core.chunking;

import java.util.List;

/**
 * Chunk sizes by size of file, a parameter of a chain: small chunks find more duplicates, large ones need less catalog.
 *
 * @param classes ordered by {@code fileSizeFrom}, each of them different, the first 0
 */
public record ChunkSizeClasses(List<ChunkSizeClass> classes) {

    public ChunkSizeClasses {
        classes = List.copyOf(classes);
        if (classes.isEmpty() || classes.get(0).fileSizeFrom() != 0) {
            throw new IllegalArgumentException("the first class of chunk sizes starts at file size 0: " + classes);
        }
        for (int i = 1; i < classes.size(); i++) {
            if (classes.get(i).fileSizeFrom() <= classes.get(i - 1).fileSizeFrom()) {
                throw new IllegalArgumentException("classes of chunk sizes are ordered by file size: " + classes);
            }
        }
    }

    /**
     * The measured choice: an average of 64 KiB, from 1 GiB on 128 KiB, from 16 GiB on 256 KiB.
     *
     * <p>Below 64 KiB the catalog grows by as much as changes shrink; above, a changed database stores half as much
     * again for each doubling. Very large files take larger chunks for the index's sake.
     */
    public static ChunkSizeClasses standard() {
        return new ChunkSizeClasses(List.of(
                new ChunkSizeClass(0, ChunkSizes.around(64 << 10)),
                new ChunkSizeClass(1L << 30, ChunkSizes.around(128 << 10)),
                new ChunkSizeClass(16L << 30, ChunkSizes.around(256 << 10))));
    }

    /** The position of the class for a file of this size. */
    public int indexFor(long fileSize) {
        int index = classes.size() - 1;
        while (index > 0 && classes.get(index).fileSizeFrom() > fileSize) {
            index--;
        }
        return index;
    }
}
