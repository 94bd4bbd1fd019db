package dev.holdfast.core.catalog.page;

import dev.holdfast.core.json.Sha256;
import dev.holdfast.core.manifest.ChunkRef;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Consumer;

/** Stores a page unless it is known. For one thread. */
public final class ReusingSink implements PageSink {

    private final PageSink sink;
    private final Map<ByteBuffer, ChunkRef> known;
    private final Consumer<ChunkRef> used;

    public ReusingSink(PageSink sink, Map<ByteBuffer, ChunkRef> known, Consumer<ChunkRef> used) {
        this.sink = sink;
        this.known = known;
        this.used = used;
    }

    @Override
    public ChunkRef put(byte[] bytes, int offset, int length) {
        ChunkRef page = null;
        if (!known.isEmpty()) {
            page = known.get(ByteBuffer.wrap(Sha256.of(bytes, offset, length)));
        }
        if (page == null || page.length() != length) {
            page = sink.put(bytes, offset, length);
        }
        used.accept(page);
        return page;
    }
}
