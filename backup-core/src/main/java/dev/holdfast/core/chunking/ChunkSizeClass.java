package dev.holdfast.core.chunking;

/**
 * The chunk sizes of all files from some size on.
 *
 * @param fileSizeFrom the smallest size of file, in bytes
 * @param sizes the sizes of such a file's chunks
 */
public record ChunkSizeClass(long fileSizeFrom, ChunkSizes sizes) {

    public ChunkSizeClass {
        if (fileSizeFrom < 0) {
            throw new IllegalArgumentException("a file's size is not negative, but a class starts at " + fileSizeFrom);
        }
    }
}
