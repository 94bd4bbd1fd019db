package dev.holdfast.core.testing;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Sealer;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.core.archive.ZstdFormat;
import dev.holdfast.core.block.BlockWriter;
import dev.holdfast.core.block.SegmentPool;
import dev.holdfast.core.block.VolumeWriter;
import dev.holdfast.core.catalog.CatalogCache;
import dev.holdfast.core.catalog.CatalogRoot;
import dev.holdfast.core.catalog.CatalogRootCodec;
import dev.holdfast.core.catalog.CatalogWriter;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.ListingWriter;
import dev.holdfast.core.catalog.listing.ParentPages;
import dev.holdfast.core.chunking.ChunkSizeClasses;
import dev.holdfast.core.cipher.NullCipher;
import dev.holdfast.core.log.Commit;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RepositoryLog;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.manifest.LiveMasks;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.manifest.ManifestBuilder;
import dev.holdfast.core.repository.ManifestStore;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.StoredPages;
import dev.holdfast.core.work.MemoryAccount;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A snapshot with any listing, as somebody could make it who knows the certificate and writes to the store. */
public final class HandMadeSnapshot {

    private static final String WRITER = "20261123T120000Z-00000000abcd";
    private static final int BLOCK_BYTES = 256 << 10;

    private HandMadeSnapshot() {}

    /** Commits a full snapshot of these entries, which must ascend; they may have holes but no chunks. */
    public static void commit(TestRepository repository, Path scratch, List<Entry> entries) {
        RepositoryLog log = repository.log();
        CommittedState state = log.head().orElseGet(() -> log.create(WRITER));
        ManifestStore manifests = new ManifestStore(repository.store(), Optional.empty());
        MemoryAccount memory = new MemoryAccount(32 << 20);
        VolumeWriter volumes = new VolumeWriter(
                4 << 20,
                number -> Layout.volume(Purpose.CATALOG, WRITER, number),
                new SegmentPool(memory),
                (key, body) -> repository.store().put(key, body, ObjectKind.CATALOG),
                () -> {},
                Runnable::run);
        LiveMasks live = new LiveMasks(BLOCK_BYTES, BLOCK_BYTES);
        try (Sealer sealer = new NullCipher().sealer(Purpose.CATALOG);
                BlockWriter blocks = new BlockWriter(ZstdFormat.standard(), sealer, BLOCK_BYTES, volumes, memory)) {
            CatalogWriter catalog = new CatalogWriter(WRITER, blocks, new CatalogCache(scratch));
            byte[] secret = new byte[32];
            ListingWriter listing = new ListingWriter(
                    catalog,
                    secret,
                    new ParentPages((writer, block) -> false),
                    page -> live.mark(Purpose.CATALOG, page),
                    new ListingWriter.Listener() {});
            entries.forEach(listing::add);
            byte[] root = CatalogRootCodec.write(new CatalogRoot(
                    SnapshotId.of(WRITER),
                    "host",
                    List.of(),
                    secret,
                    ChunkSizeClasses.standard(),
                    null,
                    null,
                    listing.finish(),
                    List.of(),
                    List.of()));
            ChunkRef place = catalog.put(root, 0, root.length);
            live.mark(Purpose.CATALOG, place);
            catalog.seal();
            Manifest manifest = new ManifestBuilder()
                    .repository(state.repository())
                    .full(SnapshotId.of(WRITER))
                    .began(Instant.parse("2026-11-23T12:00:00Z"))
                    .finished(Instant.parse("2026-11-23T12:00:01Z"))
                    .cipher("none")
                    .archive("zstd")
                    .blockBytes(BLOCK_BYTES, BLOCK_BYTES)
                    .catalog(place)
                    .needed(live.needed(
                            Collections.emptyIterator(),
                            manifests.putInventories(WRITER, 1, volumes.flush()),
                            new StoredPages(repository.store())))
                    .build();
            RosterEntry entry = manifests.put(manifest, 1, Optional.empty());
            log.commit(state, Commit.add(entry, Optional.empty(), Commit.Needs.NONE));
        }
    }
}
