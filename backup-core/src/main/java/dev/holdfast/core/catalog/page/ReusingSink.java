package dev.holdfast.core.catalog.page;

import dev.holdfast.core.manifest.ChunkRef;
import java.util.function.Consumer;

/** Stores a page unless it is known. For one thread. */
final class ReusingSink implements PageSink {

    private final PageSink sink;
    private final KnownPages known;
    private final Consumer<ChunkRef> used;

    ReusingSink(PageSink sink, KnownPages known, Consumer<ChunkRef> used) {
        this.sink = sink;
        this.known = known;
        this.used = used;
    }

    @Override
    public ChunkRef put(byte[] bytes, int offset, int length) {
        ChunkRef page = known.find(bytes, offset, length);
        if (page == null) {
            page = sink.put(bytes, offset, length);
        }
        used.accept(page);
        return page;
    }
}
