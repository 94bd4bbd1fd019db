package dev.holdfast.core.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.work.MemoryAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ChunkIndexTest {

    private static final String EARLIER = "20261123T081500Z-0123456789ab";
    private static final String INTERRUPTED = "20261122T081500Z-0123456789ab";

    /** Where a model says that a chunk lies. */
    private record Place(String writer, int block, int offset, int length) {}

    @Property(tries = 60)
    void agreesWithAMap(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 300) int tableChunks,
            @ForAll @IntRange(min = 1, max = 2_000) int operations)
            throws IOException {
        Random random = new Random(seed);
        Map<Integer, Place> model = new HashMap<>();
        Path directory = Files.createTempDirectory("holdfast-index-");
        MemoryAccount memory = new MemoryAccount(RunTable.memoryBytes(tableChunks) + 2_048);
        try (ChunkIndex index = index(segments(model), memory, directory, tableChunks)) {
            FoundChunk found = new FoundChunk();
            for (int i = 0; i < operations; i++) {
                int number = random.nextInt(1_500);
                byte[] hash = Records.hash(number % 97, number);
                if (random.nextInt(3) == 0) {
                    // A second record of the same chunk may be kept once the first was spilled; the first is found.
                    boolean own = random.nextInt(4) > 0;
                    Place place = new Place(own ? "own" : INTERRUPTED, i, i + 1, number + 1);
                    if (own) {
                        index.add(hash, place.block(), place.offset(), place.length());
                    } else {
                        index.add(new ChunkRef(hash, INTERRUPTED, place.block(), place.offset(), place.length()));
                    }
                    Place before = model.get(number);
                    if (before == null || before.writer().equals(EARLIER)) {
                        model.put(number, place);
                    }
                }
                assertThat(index.find(hash, found)).isEqualTo(model.containsKey(number));
                if (model.containsKey(number)) {
                    assertThat(found.length()).isEqualTo(model.get(number).length());
                }
            }
            for (Map.Entry<Integer, Place> each : model.entrySet()) {
                assertThat(index.find(Records.hash(each.getKey() % 97, each.getKey()), found))
                        .isTrue();
            }
        }
        assertThat(memory.peakBytes()).isLessThanOrEqualTo(memory.budgetBytes());
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
        Files.delete(directory);
    }

    /** Chunks 1000 to 1499 are known from earlier; every third lies in a block that must not be used any more. */
    private static List<IndexSegment> segments(Map<Integer, Place> model) {
        List<byte[]> first = new ArrayList<>();
        List<byte[]> second = new ArrayList<>();
        for (int number = 1_000; number < 1_500; number++) {
            byte[] record = Records.record(Records.hash(number % 97, number), 0, number, 0, number + 1);
            (number % 2 == 0 ? first : second).add(record);
            if (number % 3 != 0) {
                model.put(number, new Place(EARLIER, number, 0, number + 1));
            }
        }
        return List.of(
                new IndexSegment(List.of(EARLIER), Records.source(first, 100), 1 << 20),
                new IndexSegment(List.of(EARLIER), Records.source(second, 2_048), 1 << 20));
    }

    private static ChunkIndex index(
            List<IndexSegment> segments, MemoryAccount memory, Path directory, int tableChunks) {
        return new ChunkIndex(
                segments.size(),
                segments::get,
                (writer, block) -> !writer.equals(EARLIER) || block % 3 != 0,
                memory,
                directory,
                tableChunks);
    }

    /** As a faulty writer left them. */
    @Test
    void whatNoBlockCanHoldIsNotFound(@TempDir Path directory) {
        byte[] hash = Records.hash(1, 1);
        int blockBytes = 1 << 16;
        for (byte[] wrong : List.of(
                Records.record(hash, 1, 1, 0, 5),
                Records.record(hash, 0, -1, 0, 5),
                Records.record(hash, 0, 1, -1, 5),
                Records.record(hash, 0, 1, 0, 0),
                Records.record(hash, 0, 1, blockBytes - 4, 5),
                Records.record(hash, 0, 1, Integer.MAX_VALUE, 5))) {
            IndexSegment segment = new IndexSegment(List.of(EARLIER), Records.source(List.of(wrong), 1), blockBytes);
            try (ChunkIndex index = index(List.of(segment), new MemoryAccount(1 << 20), directory, 10)) {
                assertThat(index.find(hash, new FoundChunk())).isFalse();
            }
        }
    }

    @Test
    void withoutRoomForSpilledChunksTheyAreForgotten(@TempDir Path directory) {
        MemoryAccount memory = new MemoryAccount(1 << 20);
        try (ChunkIndex index = index(List.of(), memory, directory.resolve("missing"), 10)) {
            for (int i = 0; i < 15; i++) {
                index.add(Records.hash(i, i), i, 0, 1);
            }

            FoundChunk found = new FoundChunk();
            assertThat(index.find(Records.hash(9, 9), found)).isFalse();
            assertThat(index.find(Records.hash(14, 14), found)).isTrue();
        }
    }

    @Test
    @Timeout(60)
    void manyThreadsFindWhatAnyOfThemAdded(@TempDir Path directory) throws Exception {
        MemoryAccount memory = new MemoryAccount(1 << 20);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (ChunkIndex index = index(List.of(), memory, directory, 500)) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int thread = t;
                results.add(threads.submit(() -> {
                    FoundChunk found = new FoundChunk();
                    int missing = 0;
                    for (int i = 0; i < 1_500; i++) {
                        index.add(Records.hash(i, thread), i, thread, i + 1);
                        int earlier = i - i / 3;
                        boolean right = index.find(Records.hash(earlier, thread), found)
                                && found.writer() == null
                                && found.offset() == thread
                                && found.length() == earlier + 1;
                        missing += right ? 0 : 1;
                    }
                    return missing;
                }));
            }
            for (Future<Integer> result : results) {
                assertThat(result.get()).isZero();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
