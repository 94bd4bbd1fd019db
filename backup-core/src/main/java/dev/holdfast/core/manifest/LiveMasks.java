package dev.holdfast.core.manifest;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.block.WrittenVolume;
import dev.holdfast.core.list.ClearList;
import dev.holdfast.core.list.ListWriter;
import dev.holdfast.core.list.PageStore;
import dev.holdfast.core.store.Layout;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a snapshot needs: marks sixteenths of blocks as chunks are referred to, and makes the needed-set of it.
 * Holds six bytes for each block up to the last marked one of each stream. Not thread-safe.
 */
public final class LiveMasks {

    private static final String WHAT_HELPS = "; the snapshot that is continued is faulty, so make a full backup";

    /** A volume that the run has written, and where its section lies. */
    public record NewVolume(WrittenVolume volume, SectionRef inventory) {}

    private final int blockBytes;
    private final int catalogBlockBytes;
    private final Map<String, Stream> data = new HashMap<>();
    private final Map<String, Stream> catalog = new HashMap<>();
    private Stream recent = new Stream("");
    private Purpose recentPurpose = Purpose.DATA;

    /**
     * @param blockBytes of the chain's data streams
     * @param catalogBlockBytes of the chain's catalog streams
     */
    public LiveMasks(int blockBytes, int catalogBlockBytes) {
        this.blockBytes = blockBytes;
        this.catalogBlockBytes = catalogBlockBytes;
    }

    private Map<String, Stream> streams(Purpose purpose) {
        return purpose == Purpose.DATA ? data : catalog;
    }

    private int blockBytes(Purpose purpose) {
        return purpose == Purpose.DATA ? blockBytes : catalogBlockBytes;
    }

    /** The same marks, to which more can be added on their own. */
    public LiveMasks copy() {
        LiveMasks copy = new LiveMasks(blockBytes, catalogBlockBytes);
        data.forEach((writer, stream) -> copy.data.put(writer, stream.copy()));
        catalog.forEach((writer, stream) -> copy.catalog.put(writer, stream.copy()));
        return copy;
    }

    /** Marks what another snapshot needs of a volume. */
    public void mark(NeededVolume volume) {
        Stream stream = streams(volume.purpose()).computeIfAbsent(volume.writer(), Stream::new);
        for (int i = 0; i < volume.blockCount(); i++) {
            if (volume.isNeeded(i)) {
                stream.mark(volume.firstBlock() + i, volume.liveMask(i), 0);
            }
        }
    }

    /** Marks what a reference names as needed. */
    public void mark(Purpose purpose, ChunkRef ref) {
        mark(need(purpose, ref));
    }

    /** Whether all that a reference names is marked. Since chunks share sixteenths, others may have marked it. */
    public boolean isMarked(Purpose purpose, ChunkRef ref) {
        Stream stream = streams(purpose).get(ref.writer());
        return stream != null && stream.isMarked(ref.block(), need(purpose, ref).sixteenths());
    }

    /**
     * What a reference needs of its block.
     *
     * @throws IntegrityException if it reaches behind the block size
     */
    public BlockNeed need(Purpose purpose, ChunkRef ref) {
        int size = blockBytes(purpose);
        int sixteenths = ref.sixteenths(size);
        if (sixteenths == 0) {
            throw new IntegrityException(ref + " reaches behind the block size of " + size + WHAT_HELPS);
        }
        return new BlockNeed(purpose, ref.writer(), ref.block(), sixteenths, ref.length());
    }

    /** Marks what is needed of a block. */
    public void mark(BlockNeed need) {
        Purpose purpose = need.purpose();
        String writer = need.writer();
        if (purpose != recentPurpose || !writer.equals(recent.writer)) {
            recent = streams(purpose).computeIfAbsent(writer, Stream::new);
            recentPurpose = purpose;
        }
        recent.mark(need.block(), need.sixteenths(), need.bytes());
    }

    /**
     * Blocks of content of which the marks say that enough is needed, and of which the marked bytes are certainly too
     * few, since small files share a sixteenth. Bytes that were marked more than once count each time.
     *
     * @param volumes the volumes that hold the blocks in question
     * @param percent of the content that is enough
     * @return {@code <writer>/<number>}, those of which the least is needed first
     */
    public List<String> sparse(Iterator<NeededVolume> volumes, int percent, int limit) {
        record Sparse(String block, double share) {}
        Comparator<Sparse> byShare = Comparator.comparingDouble(Sparse::share);
        PriorityQueue<Sparse> least = new PriorityQueue<>(byShare.reversed());
        while (volumes.hasNext()) {
            NeededVolume volume = volumes.next();
            Stream stream = volume.purpose() == Purpose.DATA ? data.get(volume.writer()) : null;
            for (int i = 0; stream != null && i < volume.blockCount(); i++) {
                int block = volume.firstBlock() + i;
                // The least that the block can hold: a small block that is wholly needed must not be stored again and
                // again.
                double leastBytes = (volume.filled(i) - 1) / 16.0 * blockBytes;
                double share = leastBytes == 0 ? 1 : stream.bytes(block) / leastBytes;
                if (stream.percent(block, volume.filled(i)) >= percent && share < percent / 100.0) {
                    least.add(new Sparse(volume.writer() + "/" + block, share));
                    if (least.size() > limit) {
                        least.remove();
                    }
                }
            }
        }
        return least.stream().sorted(byShare).map(Sparse::block).toList();
    }

    /**
     * Makes the needed-set: all volumes of which a block was marked.
     *
     * @param before the needed-set of the snapshot that the marked references come from, ascending
     * @param written the run's own volumes
     * @throws IntegrityException if a marked block lies in none of these volumes
     */
    public ClearList<NeededVolume> needed(Iterator<NeededVolume> before, List<NewVolume> written, PageStore store) {
        ListWriter<NeededVolume> writer = new ListWriter<>(NeededVolume.CODEC, store);
        data.values().forEach(stream -> stream.covered = 0);
        catalog.values().forEach(stream -> stream.covered = 0);
        Iterator<NeededVolume> own = written.stream()
                .sorted(Comparator.comparing(each -> each.volume().key()))
                .map(this::needed)
                .iterator();
        NeededVolume right = next(own);
        while (before.hasNext()) {
            NeededVolume left = before.next();
            while (right != null && right.key().compareTo(left.key()) < 0) {
                add(writer, right);
                right = next(own);
            }
            add(writer, left);
        }
        while (right != null) {
            add(writer, right);
            right = next(own);
        }
        data.values().forEach(stream -> stream.checkCovered(Purpose.DATA));
        catalog.values().forEach(stream -> stream.checkCovered(Purpose.CATALOG));
        return writer.finish();
    }

    private static @Nullable NeededVolume next(Iterator<NeededVolume> volumes) {
        return volumes.hasNext() ? volumes.next() : null;
    }

    private void add(ListWriter<NeededVolume> writer, NeededVolume volume) {
        Stream marks = streams(volume.purpose()).get(volume.writer());
        char[] live = marks == null ? null : marks.cover(volume);
        if (live != null) {
            writer.add(volume.withLive(live));
        }
    }

    private NeededVolume needed(NewVolume each) {
        WrittenVolume volume = each.volume();
        int size = blockBytes(Layout.purpose(volume.key().value()));
        byte[] filled = new byte[volume.blocks().size()];
        for (int i = 0; i < filled.length; i++) {
            filled[i] = (byte) ((16L * volume.blocks().get(i).contentBytes() + size - 1) / size);
        }
        return new NeededVolume(
                volume.key(),
                volume.firstBlock(),
                volume.sizeBytes(),
                filled,
                new char[filled.length],
                each.inventory());
    }

    /** The marks of one stream. */
    private static final class Stream {

        final String writer;
        private char[] masks = new char[64];
        private int[] bytes = new int[64];
        private long marked;
        private long covered;

        Stream(String writer) {
            this.writer = writer;
        }

        Stream copy() {
            Stream copy = new Stream(writer);
            copy.masks = masks.clone();
            copy.bytes = bytes.clone();
            copy.marked = marked;
            return copy;
        }

        void mark(int block, int mask, int length) {
            if (block >= masks.length) {
                int size = Math.max(block + 1, (int) Math.min(Integer.MAX_VALUE - 8L, masks.length * 2L));
                masks = Arrays.copyOf(masks, size);
                bytes = Arrays.copyOf(bytes, size);
            }
            bytes[block] = (int) Math.min(Integer.MAX_VALUE, (long) bytes[block] + length);
            marked += masks[block] == 0 ? 1 : 0;
            masks[block] |= (char) mask;
        }

        boolean isMarked(int block, int mask) {
            return block < masks.length && (masks[block] & mask) == mask;
        }

        long bytes(int block) {
            return block < bytes.length ? bytes[block] : 0;
        }

        int percent(int block, int filled) {
            return block < masks.length ? 100 * Integer.bitCount(masks[block]) / filled : 0;
        }

        /** The masks of a volume's blocks, or null if none of them is marked. */
        char @Nullable [] cover(NeededVolume volume) {
            char[] live = new char[volume.blockCount()];
            int count = 0;
            for (int i = 0; i < live.length; i++) {
                int block = volume.firstBlock() + i;
                live[i] = block < masks.length ? masks[block] : 0;
                if (live[i] >> volume.filled(i) != 0) {
                    throw new IntegrityException("block " + block + " of " + volume.stream()
                            + " is needed behind the end that the needed-set gives it" + WHAT_HELPS);
                }
                count += live[i] == 0 ? 0 : 1;
            }
            covered += count;
            return count == 0 ? null : live;
        }

        void checkCovered(Purpose purpose) {
            if (covered != marked) {
                throw new IntegrityException(marked - covered + " of the " + marked + " needed blocks of "
                        + Layout.stream(purpose, writer) + " lie in no volume that the needed-set names" + WHAT_HELPS);
            }
        }
    }
}
