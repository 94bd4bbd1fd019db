package dev.holdfast.core.index;

import org.jspecify.annotations.Nullable;

/** Where a chunk was found. Filled again by each search, so that searching allocates nothing; for one thread. */
public final class FoundChunk {

    final byte[] scratch = SortedRun.scratch();
    private @Nullable String writer;
    private int block;
    private int offset;
    private int length;

    void set(@Nullable String writerId, byte[] records, int at) {
        writer = writerId;
        block = IndexRecord.block(records, at);
        offset = IndexRecord.offset(records, at);
        length = IndexRecord.length(records, at);
    }

    /** The run that wrote the block; null if it is the present one. */
    public @Nullable String writer() {
        return writer;
    }

    /** The block's number, or its slot if the present run writes it. */
    public int block() {
        return block;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }
}
