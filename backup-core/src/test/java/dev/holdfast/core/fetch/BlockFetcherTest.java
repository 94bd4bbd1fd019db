package dev.holdfast.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.core.repository.BlockPlace;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.core.work.MemoryAccount;
import dev.holdfast.core.work.Workers;
import dev.holdfast.testkit.storage.FaultyStorage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BlockFetcherTest {

    private static final ObjectKey VOLUME = ObjectKey.of("data/run/00000001");
    private static final int BUFFERS = 3;

    private final byte[] volume = new byte[24 << 20];
    private final Set<byte[]> arrays = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    private final List<Long> wrong = Collections.synchronizedList(new ArrayList<>());
    private final List<String> losses = Collections.synchronizedList(new ArrayList<>());

    /**
     * Near and far, short and long: whatever is fetched, the buffers are those that the account has room for, again and
     * again.
     */
    @Test
    void buffersAreAsManyAsTheMemoryAllowsAndUsedAgain() throws Exception {
        Random random = new Random(7);
        new SplittableRandom(7).nextBytes(volume);
        List<Block> blocks = new ArrayList<>();
        for (long at = 0; at < volume.length - (1 << 20); ) {
            int length = 1 + random.nextInt(1 << 20);
            blocks.add(new Block(new BlockPlace(VOLUME, at, length, length, new byte[32])));
            at += length + random.nextInt(600 << 10);
        }
        try (MemoryStorage storage = MemoryStorage.create();
                Workers workers = Workers.of(2, Workers.MIN_MEMORY_BYTES)) {
            storage.put(VOLUME, ObjectBody.of(volume), ObjectKind.VOLUME);
            MemoryAccount memory = new MemoryAccount(BUFFERS * (4L << 20));
            InFlight work = new InFlight();
            BlockFetcher fetcher = new BlockFetcher(new StoredRanges(storage), workers, memory, work);
            for (int round = 0; round < 4; round++) {
                Collections.shuffle(blocks, random);
                fetcher.fetch(blocks);
            }
            work.await();
            assertThat(wrong).isEmpty();
            assertThat(arrays).hasSizeLessThanOrEqualTo(BUFFERS);
            assertThat(memory.peakBytes()).isLessThanOrEqualTo(memory.budgetBytes());
        }
    }

    @Test
    void noBlockBehindTheEndIsToldAnEndThatTheVolumeDoesNotHave() throws Exception {
        List<Block> blocks = new ArrayList<>();
        for (int at = 0; at < 12 << 20; at += 1 << 20) {
            blocks.add(new Block(new BlockPlace(VOLUME, at, 1 << 20, 1 << 20, new byte[32])));
        }
        try (MemoryStorage storage = MemoryStorage.create();
                Workers workers = Workers.of(2, Workers.MIN_MEMORY_BYTES)) {
            storage.put(VOLUME, ObjectBody.of(new byte[5_000_000]), ObjectKind.VOLUME);
            InFlight work = new InFlight();
            new BlockFetcher(new StoredRanges(storage), workers, new MemoryAccount(BUFFERS * (4L << 20)), work)
                    .fetch(blocks);
            work.await();
        }
        assertThat(losses)
                .hasSize(8)
                .anyMatch(loss -> loss.endsWith("found the end at 5000000"))
                .allMatch(loss ->
                        loss.endsWith("found the end at 5000000") || loss.endsWith("found the end before that"));
    }

    /** As a frozen volume does, or a right that is missing: what waits for the memory of the failed is told why. */
    @Test
    @Timeout(30)
    void aFailureEndsWhatWaitsForMemory() throws Exception {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            blocks.add(new Block(new BlockPlace(ObjectKey.of("data/run/" + (100 + i)), 0, 1000, 1000, new byte[32])));
        }
        try (MemoryStorage storage = MemoryStorage.create();
                Workers workers = Workers.of(2, Workers.MIN_MEMORY_BYTES)) {
            FaultyStorage broken = FaultyStorage.over(storage);
            broken.onOpen().failPermanently();
            MemoryAccount memory = new MemoryAccount(BUFFERS * (4L << 20));
            InFlight work = new InFlight();
            BlockFetcher fetcher = new BlockFetcher(new StoredRanges(broken), workers, memory, work);

            assertThatThrownBy(() -> {
                        fetcher.fetch(blocks);
                        work.await();
                    })
                    .isInstanceOf(StorageException.class);
            work.drain();
            assertThat(memory.tryTake(memory.budgetBytes())).isTrue();
        }
    }

    private final class Block implements BlockFetcher.Wanted {

        private final BlockPlace place;

        Block(BlockPlace place) {
            this.place = place;
        }

        @Override
        public BlockPlace place() {
            return place;
        }

        @Override
        public void arrived(ByteBuffer sealed) {
            arrays.add(sealed.array());
            if (!sealed.equals(ByteBuffer.wrap(volume, (int) place.offset(), place.sealedBytes()))) {
                wrong.add(place.offset());
            }
        }

        @Override
        public void lost(IntegrityException cause) {
            wrong.add(place.offset());
            losses.add(cause.getMessage());
        }
    }
}
