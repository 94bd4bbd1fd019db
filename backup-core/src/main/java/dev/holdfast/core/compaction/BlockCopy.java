package dev.holdfast.core.compaction;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.core.block.SegmentPool;
import dev.holdfast.core.block.VolumeWriter;
import dev.holdfast.core.block.WrittenVolume;
import dev.holdfast.core.fetch.BlockFetcher;
import dev.holdfast.core.fetch.ChunkCheck;
import dev.holdfast.core.fetch.InFlight;
import dev.holdfast.core.fetch.StoredRanges;
import dev.holdfast.core.log.MovedBlocks;
import dev.holdfast.core.manifest.LiveMasks.NewVolume;
import dev.holdfast.core.repository.BlockPlace;
import dev.holdfast.core.status.NeededBlocks;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.work.MemoryAccount;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Copies the live blocks of victims into new volumes, sealed as they are, each checked by its hash. Blocks of different
 * chains never share a volume. For one thread; used once.
 */
final class BlockCopy {

    private static final int WINDOW_BYTES = 8 << 20;
    private static final int FETCH_BYTES = 16 << 20;
    private static final int SLACK_BYTES = 1 << 20;
    private static final int SEGMENT_SLACK_BYTES = 2 << 20;

    private final ReclaimContext context;
    private final String writer;
    private final InFlight work = new InFlight();
    private final ChunkCheck hashes = new ChunkCheck();
    private final MemoryAccount fetching = new MemoryAccount(FETCH_BYTES);
    private final List<String> problems;
    private final LongAdder movedBytes;
    private final LongAdder movedBlocks;

    /** Numbers in the new stream of the blocks of a victim, by place in it; −1 where a block was not copied. */
    private final Map<LiveVolume, int[]> copied = new LinkedHashMap<>();

    private final List<NewVolume> volumes = new ArrayList<>();

    /**
     * @param writer id of this copy, in no other key
     * @param problems takes what hinders single victims
     * @param movedBytes counts
     * @param movedBlocks counts
     */
    BlockCopy(
            ReclaimContext context, String writer, List<String> problems, LongAdder movedBytes, LongAdder movedBlocks) {
        this.context = context;
        this.writer = writer;
        this.problems = problems;
        this.movedBytes = movedBytes;
        this.movedBlocks = movedBlocks;
    }

    /**
     * Copies; returns when all is durable, the inventory too.
     *
     * @return the moves, by the victim that the blocks come from; a victim with a damaged block is not among them
     */
    Map<ObjectKey, List<MovedBlocks>> copy(List<LiveVolume> victims) {
        List<LiveVolume> sorted = new ArrayList<>(victims);
        sorted.sort(
                Comparator.<LiveVolume, SnapshotId>comparing(BlockCopy::chain).thenComparing(LiveVolume::key));
        List<WrittenVolume> written = new ArrayList<>();
        try {
            for (Purpose purpose : Purpose.values()) {
                written.addAll(copy(purpose, sorted));
            }
        } finally {
            work.drain();
        }
        volumes.addAll(context.manifests().putInventories(writer, 1, written));
        Map<ObjectKey, List<MovedBlocks>> moves = new LinkedHashMap<>();
        copied.forEach((victim, numbers) -> moves.put(victim.key(), moves(victim, numbers)));
        return moves;
    }

    /** The new volumes, after {@link #copy}. */
    List<NewVolume> volumes() {
        return volumes;
    }

    private static SnapshotId chain(LiveVolume victim) {
        return victim.needed().manifest().chain();
    }

    private List<WrittenVolume> copy(Purpose purpose, List<LiveVolume> sorted) {
        long half = (context.workers().memoryBytes() - FETCH_BYTES - WINDOW_BYTES) / 2 - SEGMENT_SLACK_BYTES;
        long volumeBytes = Math.min(context.volumeBytes(), half);
        VolumeWriter target = new VolumeWriter(
                volumeBytes,
                number -> Layout.volume(purpose, writer, number),
                new SegmentPool(new MemoryAccount(
                        2 * (volumeBytes + SEGMENT_SLACK_BYTES), context.store().calls()::watch)),
                (key, body) -> context.store()
                        .put(key, body, purpose == Purpose.DATA ? ObjectKind.VOLUME : ObjectKind.CATALOG),
                context.store().calls()::watch,
                context.workers().uploads());
        List<WrittenVolume> written = new ArrayList<>();
        SnapshotId chain = null;
        BlockFetcher fetcher =
                new BlockFetcher(new StoredRanges(context.store().storage()), context.workers(), fetching, work);
        try {
            for (LiveVolume victim : sorted) {
                if (Layout.purpose(victim.key().value()) == purpose) {
                    if (chain != null && !chain.equals(chain(victim))) {
                        written.addAll(target.flush());
                    }
                    chain = chain(victim);
                    copy(victim, fetcher, target);
                }
            }
            written.addAll(target.flush());
        } finally {
            target.abandon();
        }
        return written;
    }

    private void copy(LiveVolume victim, BlockFetcher fetcher, VolumeWriter target) {
        int[] numbers = new int[victim.section().blockCount()];
        Arrays.fill(numbers, -1);
        List<Sealed> window = new ArrayList<>();
        long bytes = 0;
        for (int i = victim.live().nextSetBit(0); i >= 0; i = victim.live().nextSetBit(i + 1)) {
            window.add(new Sealed(victim, i));
            bytes += victim.section().sealedBytes(i);
            if (bytes >= WINDOW_BYTES - SLACK_BYTES) {
                if (!append(window, fetcher, target, numbers)) {
                    return;
                }
                window.clear();
                bytes = 0;
            }
        }
        if (append(window, fetcher, target, numbers)) {
            copied.put(victim, numbers);
        }
    }

    private boolean append(List<Sealed> window, BlockFetcher fetcher, VolumeWriter target, int[] numbers) {
        fetcher.fetch(window);
        work.await();
        for (Sealed block : window) {
            byte[] bytes = block.bytes;
            if (bytes == null) {
                problems.add(block.problem + "; the volume stays as it is");
                return false;
            }
            BlockPlace place = block.place();
            numbers[block.index] = target.append(bytes, bytes.length, place.contentBytes(), place.sha256());
            movedBytes.add(bytes.length);
            movedBlocks.increment();
        }
        return true;
    }

    private List<MovedBlocks> moves(LiveVolume victim, int[] numbers) {
        List<MovedBlocks> moves = new ArrayList<>();
        for (NeededBlocks.Run run : victim.needed().runs()) {
            MovedBlocks last = null;
            for (int i = run.needed().nextSetBit(0); i >= 0; i = run.needed().nextSetBit(i + 1)) {
                MovedBlocks one = move(victim, run, i, numbers[run.at() + i]);
                if (last != null && follows(last, one)) {
                    last = new MovedBlocks(
                            last.stream(), last.first(), last.count() + 1, last.volume(), last.at(), last.inventory());
                    moves.set(moves.size() - 1, last);
                } else {
                    last = one;
                    moves.add(one);
                }
            }
        }
        return moves;
    }

    private static boolean follows(MovedBlocks last, MovedBlocks next) {
        return next.volume().equals(last.volume())
                && next.first() == last.first() + last.count()
                && next.at() == last.at() + last.count();
    }

    private MovedBlocks move(LiveVolume victim, NeededBlocks.Run run, int i, int number) {
        Purpose purpose = Layout.purpose(victim.key().value());
        for (NewVolume each : volumes) {
            WrittenVolume volume = each.volume();
            int at = number - volume.firstBlock();
            if (Layout.purpose(volume.key().value()) == purpose
                    && at >= 0
                    && at < volume.blocks().size()) {
                return new MovedBlocks(run.stream(), run.firstBlock() + i, 1, volume.key(), at, each.inventory());
            }
        }
        throw new IllegalStateException("block " + number + " was not stored");
    }

    /** A sealed block on its way. */
    private final class Sealed implements BlockFetcher.Wanted {

        private final int index;
        private final BlockPlace place;
        private volatile byte @Nullable [] bytes;
        private volatile String problem = "";

        Sealed(LiveVolume victim, int index) {
            this.index = index;
            this.place = new BlockPlace(
                    victim.key(),
                    victim.section().offset(index),
                    victim.section().sealedBytes(index),
                    victim.section().contentBytes(index),
                    victim.section().blockSha256(index));
        }

        @Override
        public BlockPlace place() {
            return place;
        }

        @Override
        public void arrived(ByteBuffer sealed) {
            if (hashes.hasHash(sealed.duplicate(), place.sha256())) {
                byte[] copy = new byte[sealed.remaining()];
                sealed.get(copy);
                bytes = copy;
            } else {
                problem = "block " + index + " of " + place.volume() + " has other bytes than its inventory says";
            }
        }

        @Override
        public void lost(IntegrityException cause) {
            problem = String.valueOf(cause.getMessage());
        }
    }
}
