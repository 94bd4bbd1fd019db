package dev.holdfast.core.chunking;

import java.util.List;

/**
 * How a chain cuts its files: one chunker for each class of chunk sizes, all under one secret.
 *
 * <p>A writer is free in the class that it takes for a file; readers need none. A file that grew past the start of a
 * class keeps more of its chunks when it is still cut as before.
 *
 * <p>Thread-safe; immutable.
 */
public final class Chunking {

    private final ChunkSizeClasses classes;
    private final List<FastCdc> chunkers;

    public Chunking(GearTable gear, ChunkSizeClasses classes) {
        this.classes = classes;
        this.chunkers = classes.classes().stream()
                .map(each -> new FastCdc(gear, each.sizes()))
                .toList();
    }

    /**
     * The chunker for a file.
     *
     * @param fileSize in bytes; of a stream of unknown length, a guess
     */
    public FastCdc forFileSize(long fileSize) {
        return chunkers.get(classes.indexFor(fileSize));
    }
}
