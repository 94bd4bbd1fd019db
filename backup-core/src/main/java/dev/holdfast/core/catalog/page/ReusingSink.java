package dev.holdfast.core.catalog.page;

import dev.holdfast.core.manifest.ChunkRef;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.function.Consumer;

/** Stores a page unless it is known. For one thread. */
public final class ReusingSink implements PageSink {

    private final PageSink sink;
    private final Map<ByteBuffer, ChunkRef> known;
    private final Consumer<ChunkRef> used;
    private final MessageDigest digest;

    public ReusingSink(PageSink sink, Map<ByteBuffer, ChunkRef> known, Consumer<ChunkRef> used) {
        this.sink = sink;
        this.known = known;
        this.used = used;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public ChunkRef put(byte[] bytes, int offset, int length) {
        ChunkRef page = null;
        if (!known.isEmpty()) {
            digest.update(bytes, offset, length);
            page = known.get(ByteBuffer.wrap(digest.digest()));
        }
        if (page == null || page.length() != length) {
            page = sink.put(bytes, offset, length);
        }
        used.accept(page);
        return page;
    }
}
