package dev.holdfast.core.catalog.page;

import dev.holdfast.core.manifest.ChunkRef;

/** Reads pages of the catalog. Thread-safe. */
public interface PageSource {

    /**
     * The bytes of a page, whose hash was checked.
     *
     * @throws dev.holdfast.api.error.IntegrityException if the page is damaged or missing
     * @throws dev.holdfast.api.error.KeyException if no key opens its block
     */
    byte[] read(ChunkRef page);
}
