package dev.holdfast.core.read;

import dev.holdfast.api.archive.ArchiveFormat;
import dev.holdfast.api.cipher.Opener;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.error.FrozenException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.KeyException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.block.BlockOpener;
import dev.holdfast.core.catalog.CatalogBlocks;
import dev.holdfast.core.catalog.CatalogCache;
import dev.holdfast.core.catalog.CatalogRoot;
import dev.holdfast.core.catalog.CatalogRootCodec;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingCursor;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.fetch.StoredRanges;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.manifest.InventorySection;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.repository.BlockLocator;
import dev.holdfast.core.repository.BlockPlace;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A snapshot whose catalog could be opened. Thread-safe. Closes its decoders only. */
public final class OpenSnapshot implements AutoCloseable {

    private final Manifest manifest;
    private final BlockLocator places;
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
     * @param cache of catalog blocks; null where none is kept
     * @throws KeyException if no key opens the catalog
     * @throws IntegrityException if its root is damaged
     */
    public OpenSnapshot(
            Manifest manifest,
            BlockLocator places,
            StoredRanges ranges,
            Opener opener,
            ArchiveFormat format,
            @Nullable CatalogCache cache) {
        this.manifest = manifest;
        this.places = places;
        this.ranges = ranges;
        catalogOpener = new BlockOpener(format, opener, manifest.catalogBlockBytes());
        dataOpener = new BlockOpener(format, opener, manifest.blockBytes());
        pages = new CatalogBlocks(cache, new CatalogRanges(ranges, places), catalogOpener);
        try {
            root = CatalogRootCodec.read(
                    pages.read(manifest.catalog()), "the root of the catalog of snapshot " + manifest.snapshot());
            requireOwn(root, manifest);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The hash of the root is in the manifest, so a wrong one was named by mistake, or put in the place of its own. */
    private static void requireOwn(CatalogRoot root, Manifest manifest) {
        if (!root.snapshot().equals(manifest.snapshot())) {
            throw new IntegrityException(
                    "the catalog of snapshot " + manifest.snapshot() + " is that of snapshot " + root.snapshot());
        }
        if (!manifest.isPartial() && (root.frontier() != null || root.base() != null)) {
            throw new IntegrityException(
                    "the catalog of snapshot " + manifest.snapshot() + " is that of an unfinished state");
        }
    }

    public Manifest manifest() {
        return manifest;
    }

    public CatalogRoot root() {
        return root;
    }

    /**
     * Where the block lies that holds a chunk of content.
     *
     * @throws IntegrityException if the snapshot does not need such a block, or what describes it is damaged
     */
    public BlockPlace place(ChunkRef chunk) {
        return place(chunk.writer(), chunk.block());
    }

    /** As {@link #place(ChunkRef)}. */
    public BlockPlace place(String writer, int block) {
        BlockPlace place = places.locate(Purpose.DATA, writer, block);
        if (place.sealedBytes() > manifest.blockBytes() + InventorySection.MAX_ADDED_BYTES) {
            throw new IntegrityException(
                    "block " + block + " of data/" + writer + " is said to have " + place.sealedBytes() + " bytes in "
                            + place.volume() + "; no block has more than " + manifest.blockBytes() + " and a little");
        }
        return place;
    }

    /**
     * The sealed bytes of a block.
     *
     * @throws IntegrityException if its volume is missing or truncated
     */
    public byte[] fetch(BlockPlace place) {
        byte[] sealed = new byte[place.sealedBytes()];
        int read = ranges.read(place.volume(), place.offset(), sealed.length, sealed);
        if (read < sealed.length) {
            String expected = "a block of " + sealed.length + " bytes at " + place.offset();
            throw ranges.shortfall(place.volume(), expected, place.offset(), read);
        }
        return sealed;
    }

    /** What reads them. */
    public StoredRanges ranges() {
        return ranges;
    }

    /**
     * Makes sure that a key at hand opens the catalog as it is stored, for local copies of it need none.
     *
     * @throws KeyException if none does
     */
    public void requireKey() {
        try {
            pages.open(manifest.catalog().writer(), manifest.catalog().block());
        } catch (IntegrityException | FrozenException e) {
            // It tells nothing of keys, and a local copy was whole.
            return;
        }
    }

    /** Opens blocks of content. */
    public BlockOpener dataOpener() {
        return dataOpener;
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

    /** To look up the originals of many hard links. */
    public Originals originals() {
        return new Originals(this::from, manifest.snapshot().value());
    }

    @Override
    public void close() {
        catalogOpener.close();
        dataOpener.close();
    }
}
