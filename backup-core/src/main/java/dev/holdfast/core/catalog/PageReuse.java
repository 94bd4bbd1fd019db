package dev.holdfast.core.catalog;

import dev.holdfast.core.manifest.ChunkRef;
import org.jspecify.annotations.Nullable;

/** Knows pages that are stored already. For one thread. */
interface PageReuse {

    /** Where a page of these bytes lies, if it may be referred to again. */
    @Nullable ChunkRef find(byte[] sha256, int length);
}
