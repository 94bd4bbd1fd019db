package dev.holdfast.core.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.work.MemoryAccount;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SpillTest {

    private static final int TABLE_CHUNKS = 1024;

    @TempDir
    Path directory;

    private ChunkIndex index(MemoryAccount memory) {
        return new ChunkIndex(
                0,
                i -> {
                    throw new AssertionError("there are no earlier runs");
                },
                (writer, block) -> true,
                memory,
                directory,
                TABLE_CHUNKS);
    }

    private static byte[] hash(int i) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(new byte[] {(byte) (i >> 16), (byte) (i >> 8), (byte) i});
    }

    @Test
    void chunksBeyondTheMemoryAreStillFound() throws Exception {
        // Room for the table and five dense runs.
        MemoryAccount memory = new MemoryAccount(RunTable.memoryBytes(TABLE_CHUNKS) + 5 * 8 * TABLE_CHUNKS);
        try (ChunkIndex index = index(memory)) {
            int chunks = 15 * TABLE_CHUNKS + 1;
            for (int i = 0; i < chunks; i++) {
                index.add(hash(i), i, i % 7, 100);
            }
            FoundChunk found = new FoundChunk();
            for (int i = 0; i < chunks; i++) {
                assertThat(index.find(hash(i), found)).isTrue();
                assertThat(found.block()).isEqualTo(i);
                assertThat(found.offset()).isEqualTo(i % 7);
            }
            assertThat(index.find(hash(chunks), found)).isFalse();
        }
    }

    /** The checkpoint that an interrupted run makes has what was spilled before, and meanwhile. */
    @Test
    void anInterruptTakesNothingAway() throws Exception {
        try (ChunkIndex index = index(new MemoryAccount(1 << 20))) {
            int chunks = 2 * TABLE_CHUNKS + 5;
            for (int i = 0; i < chunks; i++) {
                if (i == TABLE_CHUNKS + 1) {
                    Thread.currentThread().interrupt();
                }
                index.add(hash(i), i, 0, 1);
            }

            FoundChunk found = new FoundChunk();
            assertThat(index.find(hash(0), found)).isTrue();
            assertThat(index.find(hash(chunks - 6), found)).isTrue();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(index.ownRecords())
                    .extracting(RecordSource::count)
                    .containsExactly((long) TABLE_CHUNKS, (long) TABLE_CHUNKS, 5L);
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    @Timeout(60)
    void chunksAreFoundWithoutMemoryForTheirPrefixes() throws Exception {
        MemoryAccount memory = new MemoryAccount(RunTable.memoryBytes(TABLE_CHUNKS) + 1024);
        try (ChunkIndex index = index(memory)) {
            int chunks = 3 * TABLE_CHUNKS;
            for (int i = 0; i < chunks; i++) {
                index.add(hash(i), i, 0, 1);
            }
            FoundChunk found = new FoundChunk();
            for (int i = 0; i < chunks; i++) {
                assertThat(index.find(hash(i), found)).isTrue();
            }
        }
    }
}
