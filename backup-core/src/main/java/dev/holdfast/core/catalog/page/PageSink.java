package dev.holdfast.core.catalog.page;

import dev.holdfast.core.manifest.ChunkRef;

/** Stores pages of the catalog. For one thread. */
public interface PageSink {

    /** Puts a page into the catalog's stream; it is durable after the stream's next flush. */
    ChunkRef put(byte[] bytes, int offset, int length);
}
