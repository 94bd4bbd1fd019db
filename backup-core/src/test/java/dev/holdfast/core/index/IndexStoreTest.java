package dev.holdfast.core.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.block.BlockSlots;
import dev.holdfast.core.block.UsableBlocks;
import dev.holdfast.core.catalog.CatalogRoot;
import dev.holdfast.core.catalog.CatalogRootCodec;
import dev.holdfast.core.catalog.MemoryCatalog;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.catalog.page.TreePages;
import dev.holdfast.core.chunking.ChunkSizeClasses;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.work.MemoryAccount;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class IndexStoreTest {

    private static final int RUNS = 60;

    private final MemoryCatalog catalog = new MemoryCatalog();
    /** Every seventh run was removed since. */
    private final UsableBlocks usable = (writer, block) -> !removed(run(writer));

    @Test
    @Timeout(120)
    void afterManyRunsTheSegmentsAreFewAndEverythingUsableIsFound(@TempDir Path directory) {
        Random random = new Random(1);
        List<CatalogRoot.IndexTree> segments = List.of();
        int[] counts = new int[RUNS];
        long records = 0;
        for (int run = 0; run < RUNS; run++) {
            counts[run] = run == 0 ? 20_000 : random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(800);
            records += counts[run];
            MemoryAccount memory = new MemoryAccount(1 << 20);
            Set<ChunkRef> used = new HashSet<>();
            IndexStore store = new IndexStore(writer(run), segments, catalog.blocks(), usable, 1 << 20);
            try (ChunkIndex index = store.open(memory, directory, 1_000)) {
                BlockSlots slots = new BlockSlots();
                slots.fail(new IllegalStateException("no slot of the table is a block of an earlier run"));
                for (int i = 0; i < counts[run]; i++) {
                    index.add(new ChunkRef(Records.hash(i, run), writer(run), run, i, i + 1));
                }
                segments = store.write(index, slots, chunk -> true, catalog, used::add);
            }
            assertThat(segments).hasSizeLessThanOrEqualTo(CatalogRoot.MAX_INDEX_SEGMENTS);
            Set<ChunkRef> pages = new HashSet<>();
            segments.forEach(segment -> TreePages.leaves(segment.tree(), catalog.blocks(), pages::add));
            assertThat(used).isEqualTo(pages);
        }
        // Each record is written again a few times at most.
        assertThat(catalog.storedBytes()).isLessThan(8 * records * IndexRecord.BYTES);
        IndexStore store = new IndexStore(writer(RUNS), segments, catalog.blocks(), usable, 1 << 20);
        try (ChunkIndex index = store.open(new MemoryAccount(1 << 20), directory, 1_000)) {
            FoundChunk found = new FoundChunk();
            for (int run = 0; run < RUNS; run++) {
                for (int i = 0; i < counts[run]; i += 1 + counts[run] / 40) {
                    assertThat(index.find(Records.hash(i, run), found)).isEqualTo(!removed(run));
                    if (!removed(run)) {
                        assertThat(found.writer()).isEqualTo(writer(run));
                        assertThat(found.block()).isEqualTo(run);
                        assertThat(found.offset()).isEqualTo(i);
                        assertThat(found.length()).isEqualTo(i + 1);
                    }
                }
                assertThat(index.find(Records.hash(counts[run], run), found)).isFalse();
            }
        }
    }

    /** As after years of backups, each of which stored something that is needed still. */
    @Test
    void theRootOfACatalogFitsIntoABlockWhateverTheNumberOfRuns(@TempDir Path directory) {
        int runs = 6_000;
        List<CatalogRoot.IndexTree> segments = List.of();
        for (int first = 0; first < runs; first += 500) {
            IndexStore store =
                    new IndexStore(writer(first), segments, catalog.blocks(), (writer, block) -> true, 1 << 20);
            try (ChunkIndex index = store.open(new MemoryAccount(8 << 20), directory, 100_000)) {
                for (int run = first; run < first + 500; run++) {
                    // The first one has far more than any other.
                    for (int i = 0; i < (run == 0 ? 20_000 : 5); i++) {
                        index.add(new ChunkRef(Records.hash(i, run), writer(run), run, i, i + 1));
                    }
                }
                segments = store.write(index, new BlockSlots(), chunk -> true, catalog, page -> {});
            }
        }
        byte[] root = CatalogRootCodec.write(new CatalogRoot(
                SnapshotId.of(writer(runs)),
                "host",
                List.of(),
                new byte[32],
                ChunkSizeClasses.standard(),
                null,
                null,
                new PageTree(0, List.of()),
                segments,
                List.of()));
        assertThat(root).hasSizeLessThan(128 << 10);
        IndexStore store = new IndexStore(writer(runs), segments, catalog.blocks(), (writer, block) -> true, 1 << 20);
        try (ChunkIndex index = store.open(new MemoryAccount(8 << 20), directory, 100_000)) {
            FoundChunk found = new FoundChunk();
            for (int i = 0; i < 20_000; i += 100) {
                assertThat(index.find(Records.hash(i, 0), found)).isTrue();
            }
            assertThat(index.find(Records.hash(0, runs - 500), found)).isTrue();
        }
    }

    private static String writer(int run) {
        return String.format(Locale.ROOT, "20261123T081500Z-%012d", run);
    }

    private static int run(String writer) {
        return Integer.parseInt(writer.substring(writer.indexOf('-') + 1));
    }

    private static boolean removed(int run) {
        return run % 7 == 3;
    }
}
