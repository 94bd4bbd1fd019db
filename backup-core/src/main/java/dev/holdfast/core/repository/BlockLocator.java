package dev.holdfast.core.repository;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.list.ListPage;
import dev.holdfast.core.list.ListReader;
import dev.holdfast.core.list.PageStore;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.MovedBlocks;
import dev.holdfast.core.manifest.InventorySection;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.manifest.NeededVolume;
import dev.holdfast.core.manifest.SectionRef;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.ObjectStore;
import dev.holdfast.core.work.Recent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds where the blocks that a snapshot needs lie now: through the moves in force, else through its needed-set. Reads
 * only the pages and sections on the way to the blocks that it is asked for, and holds the ones used last. Thread-safe;
 * one search at a time.
 */
public final class BlockLocator {

    private static final int MAX_STREAMS = 64;
    private static final int MAX_PAGES = 64;
    private static final int MAX_VOLUMES = 1_024;
    private static final int MAX_SECTIONS = 256;

    private final CommittedState state;
    private final Manifest manifest;
    private final ObjectStore store;
    private final PageStore pages;
    private final ListReader<NeededVolume> needed;
    private final Recent<String, StreamMoves> moves = new Recent<>(MAX_STREAMS);
    private final Recent<String, byte[]> recentPages = new Recent<>(MAX_PAGES);
    private final SectionReader reader;
    private final Recent<SectionRef, InventorySection> sections = new Recent<>(MAX_SECTIONS);
    /** By stream and first block. */
    private final Map<String, TreeMap<Integer, NeededVolume>> volumes = new HashMap<>();

    private int volumeCount;

    public BlockLocator(CommittedState state, Manifest manifest, ObjectStore store) {
        this.state = state;
        this.manifest = manifest;
        this.store = store;
        this.pages = state.pages();
        this.reader = new SectionReader(store);
        this.needed = new ListReader<>(NeededVolume.CODEC, new RecentPages());
    }

    /**
     * @param writer whose stream the block is in
     * @throws IntegrityException if the needed-set names no such block, or its inventory is missing or damaged
     */
    public synchronized BlockPlace locate(Purpose purpose, String writer, int block) {
        String stream = Layout.stream(purpose, writer);
        MovedBlocks move = move(stream, block);
        if (move != null) {
            return place(move.inventory(), move.volume(), move.at() + block - move.first());
        }
        NeededVolume volume = volume(purpose, writer, stream, block);
        return place(volume.inventory(), volume.key(), block - volume.firstBlock());
    }

    private @Nullable MovedBlocks move(String stream, int block) {
        return moves.computeIfAbsent(stream, each -> StreamMoves.of(state, each))
                .of(block);
    }

    private NeededVolume volume(Purpose purpose, String writer, String stream, int block) {
        TreeMap<Integer, NeededVolume> known = volumes.computeIfAbsent(stream, each -> new TreeMap<>());
        Map.Entry<Integer, NeededVolume> floor = known.floorEntry(block);
        if (floor != null && floor.getValue().has(block)) {
            return floor.getValue();
        }
        // Volume v of a stream begins at block v − 1 or later, and both ascend.
        long low = 1;
        long high = Math.min(block + 1L, Layout.MAX_VOLUMES);
        while (low <= high) {
            long middle = (low + high) / 2;
            ObjectKey probe = Layout.volume(purpose, writer, (int) middle);
            Optional<NeededVolume> found = needed.last(manifest.needed(), probe.value())
                    .filter(each -> each.stream().equals(stream));
            if (found.isEmpty() || found.get().endBlock() <= block) {
                low = middle + 1;
            } else if (found.get().firstBlock() > block) {
                high = Layout.number(found.get().key()) - 1;
            } else {
                remember(stream, found.get());
                return found.get();
            }
        }
        throw new IntegrityException(
                "the snapshot " + manifest.snapshot() + " in " + store.describe() + " refers to block " + block + " of "
                        + stream + ", but its needed-set names no volume with that block");
    }

    private void remember(String stream, NeededVolume volume) {
        if (volumeCount++ == MAX_VOLUMES) {
            volumes.clear();
            volumeCount = 1;
        }
        volumes.computeIfAbsent(stream, each -> new TreeMap<>()).put(volume.firstBlock(), volume);
    }

    private BlockPlace place(SectionRef ref, ObjectKey volume, int i) {
        InventorySection section = section(ref, volume);
        if (i >= section.blockCount()) {
            throw new IntegrityException("the inventory " + ref.key() + " of " + store.describe() + " names "
                    + section.blockCount() + " blocks of " + volume + ", expected at least " + (i + 1));
        }
        return new BlockPlace(
                volume, section.offset(i), section.sealedBytes(i), section.contentBytes(i), section.blockSha256(i));
    }

    /** Lengths and hashes of all blocks of a volume. */
    public synchronized InventorySection section(SectionRef ref, ObjectKey volume) {
        return sections.computeIfAbsent(ref, each -> reader.read(each, volume));
    }

    private final class RecentPages implements PageStore {

        @Override
        public byte[] read(ListPage page) {
            return recentPages.computeIfAbsent(page.sha256() + " " + page.sizeBytes(), each -> pages.read(page));
        }

        @Override
        public void write(String sha256, byte[] bytes) {
            throw new UnsupportedOperationException("only reads");
        }
    }
}
