package dev.holdfast.core.read;

import dev.holdfast.api.archive.ArchiveFormat;
import dev.holdfast.api.cipher.Opener;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.block.BlockOpener;
import dev.holdfast.core.catalog.CatalogBlocks;
import dev.holdfast.core.catalog.CatalogCache;
import dev.holdfast.core.catalog.CatalogRoot;
import dev.holdfast.core.catalog.CatalogRootCodec;
import dev.holdfast.core.catalog.Entry;
import dev.holdfast.core.catalog.ListingCursor;
import dev.holdfast.core.catalog.PageSource;
import dev.holdfast.core.manifest.Manifest;
import java.util.Optional;

/** A snapshot whose catalog could be opened. Thread-safe. Closes its decoders only. */
public final class OpenSnapshot implements AutoCloseable {

    private final Manifest manifest;
    private final BlockPlaces places;
    private final StoredRanges ranges;
    private final BlockOpener catalogOpener;
    private final BlockOpener dataOpener;
    private final CatalogBlocks pages;
    private final CatalogRoot root;

    /**
     * Opens the catalog and reads its root.
     *
     * @param manifest verified
     * @param format that the manifest names
     * @param cache of catalog blocks
     * @throws dev.holdfast.api.error.KeyException if no key opens the catalog
     * @throws dev.holdfast.api.error.IntegrityException if its root is damaged
     */
    public OpenSnapshot(
            Manifest manifest,
            BlockPlaces places,
            StoredRanges ranges,
            Opener opener,
            ArchiveFormat format,
            CatalogCache cache) {
        this.manifest = manifest;
        this.places = places;
        this.ranges = ranges;
        catalogOpener = new BlockOpener(format, opener, manifest.catalogBlockBytes());
        dataOpener = new BlockOpener(format, opener, manifest.blockBytes());
        pages = new CatalogBlocks(cache, new CatalogRanges(ranges, places), catalogOpener);
        try {
            root = CatalogRootCodec.read(
                    pages.read(manifest.catalog()), "the root of the catalog of snapshot " + manifest.snapshot());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    public Manifest manifest() {
        return manifest;
    }

    public CatalogRoot root() {
        return root;
    }

    /** Where the blocks lie. */
    public BlockPlaces places() {
        return places;
    }

    /** What reads them. */
    public StoredRanges ranges() {
        return ranges;
    }

    /** Opens blocks of content. */
    public BlockOpener dataOpener() {
        return dataOpener;
    }

    /** Opens blocks of the catalog. */
    public BlockOpener catalogOpener() {
        return catalogOpener;
    }

    /** The pages of the catalog. */
    public PageSource pages() {
        return pages;
    }

    /** The entries from a path on, in path order. */
    public ListingCursor from(EntryPath path) {
        return new ListingCursor(root.listing(), pages, path);
    }

    /** The entry at a path, found without reading the rest. */
    public Optional<Entry> find(EntryPath path) {
        ListingCursor cursor = from(path);
        return cursor.next() && cursor.entry().path().equals(path) ? Optional.of(cursor.entry()) : Optional.empty();
    }

    @Override
    public void close() {
        catalogOpener.close();
        dataOpener.close();
    }
}
