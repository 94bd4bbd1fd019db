package dev.holdfast.core.catalog;

import dev.holdfast.core.manifest.ChunkRef;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Stores a page unless it is stored already. For one thread. */
final class ReusingSink implements PageSink {

    private final PageSink sink;
    private final PageReuse known;
    private final MessageDigest digest;

    ReusingSink(PageSink sink, PageReuse known) {
        this.sink = sink;
        this.known = known;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public ChunkRef put(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
        ChunkRef stored = known.find(digest.digest(), length);
        return stored == null ? sink.put(bytes, offset, length) : stored;
    }
}
