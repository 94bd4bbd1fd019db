package dev.holdfast.testkit.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.api.archive.ArchiveFormat;
import dev.holdfast.api.archive.BlockDecoder;
import dev.holdfast.api.archive.BlockEncoder;
import dev.holdfast.api.error.IntegrityException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an {@link ArchiveFormat} guarantees. A subclass gives the format; all tests run against it.
 *
 * <p>A format need not notice every changed byte, since blocks are sealed and chunks are known by their hashes. But
 * whatever it is given, it answers with an {@link IntegrityException} or with content that fits into the room.
 */
public abstract class ArchiveFormatContract {

    private static final int MIB = 1 << 20;

    private BlockEncoder encoder;
    private BlockDecoder decoder;

    /** The format under test. */
    protected abstract ArchiveFormat format();

    @BeforeEach
    void open() {
        encoder = format().encoder();
        decoder = format().decoder();
    }

    @AfterEach
    void close() {
        encoder.close();
        decoder.close();
    }

    static Stream<SampleBlock> samples() {
        Random random = new Random(7);
        return Stream.of(
                new SampleBlock("a single byte", new byte[] {42}, 1),
                SampleBlock.text("text in 9 chunks", random, 300_000, 9),
                SampleBlock.text("1 MiB of text in one chunk", random, MIB, 1),
                SampleBlock.text("4,000 chunks", random, MIB, 4_000),
                SampleBlock.noise("1 MiB of noise in 5 chunks", random, MIB, 5),
                SampleBlock.noise("only chunks of one byte", random, 4_000, 4_000),
                new SampleBlock("zeros", new byte[MIB], 3));
    }

    @Test
    void theNameCanBeStored() {
        assertThat(format().name()).matches("[a-z0-9-]+");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aBlockComesBackAsItWas(SampleBlock block) {
        for (BufferKind from : BufferKind.values()) {
            for (BufferKind to : BufferKind.values()) {
                ByteBuffer encoded = encode(block, from, to);

                ByteBuffer content = from.allocate(block.content().length);
                int[] lengths = decoder.decode(to.holding(bytes(encoded)), content);

                assertThat(lengths).as("%s to %s", from, to).containsExactly(block.chunkLengths());
                assertThat(bytes(content.flip())).isEqualTo(block.content());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void anEncodedBlockIsNoLargerThanAnnounced(SampleBlock block) {
        int most = encoder.maxEncodedBytes(block.content().length, block.chunkLengths().length);

        assertThat(encode(block, BufferKind.HEAP, BufferKind.HEAP).remaining()).isLessThanOrEqualTo(most);
    }

    @Test
    void oneEncoderAndOneDecoderServeManyBlocks() {
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            int size = 1 + random.nextInt(40_000);
            SampleBlock block = SampleBlock.text("block " + i, random, size, 1 + random.nextInt(Math.min(size, 60)));
            BufferKind kind = BufferKind.values()[i % BufferKind.values().length];

            ByteBuffer content = kind.allocate(size);
            int[] lengths = decoder.decode(encode(block, kind, kind), content);

            assertThat(lengths).containsExactly(block.chunkLengths());
            assertThat(bytes(content.flip())).isEqualTo(block.content());
        }
    }

    @Test
    void theSameChunksGiveTheSameBytes() {
        SampleBlock block = SampleBlock.text("text", new Random(3), 100_000, 4);
        byte[] first = bytes(encode(block, BufferKind.DIRECT, BufferKind.DIRECT));

        try (BlockEncoder another = format().encoder()) {
            ByteBuffer encoded = ByteBuffer.allocate(another.maxEncodedBytes(100_000, 4));
            another.encode(ByteBuffer.wrap(block.content()), block.chunkLengths(), 4, encoded);
            assertThat(bytes(encoded.flip())).isEqualTo(first);
        }
    }

    @Test
    void buffersAreUsedFromTheirPositionAndConsumed() {
        SampleBlock block = SampleBlock.text("text", new Random(5), 10_000, 2);
        int[] oneMore = Arrays.copyOf(block.chunkLengths(), 3);
        for (BufferKind kind : BufferKind.values()) {
            ByteBuffer source = kind.allocate(10_050).position(20).put(block.content());
            source.flip().position(20);
            ByteBuffer encoded = kind.allocate(30 + encoder.maxEncodedBytes(10_000, 2));
            encoded.position(30);
            encoder.encode(source, oneMore, 2, encoded);
            assertThat(source.hasRemaining()).isFalse();

            encoded.flip().position(30);
            ByteBuffer content = kind.allocate(10_100);
            content.position(40);
            decoder.decode(encoded, content);
            assertThat(encoded.hasRemaining()).isFalse();
            assertThat(content.position()).isEqualTo(10_040);
            content.flip().position(40);
            assertThat(bytes(content)).isEqualTo(block.content());
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void moreContentThanThereIsRoomForIsRefused(SampleBlock block) {
        for (BufferKind kind : BufferKind.values()) {
            ByteBuffer encoded = encode(block, kind, kind);
            ByteBuffer backing = kind.allocate(block.content().length + 100);
            ByteBuffer room = backing.duplicate().limit(block.content().length - 1);

            assertThatExceptionOfType(IntegrityException.class).isThrownBy(() -> decoder.decode(encoded, room));
            for (int i = room.limit(); i < backing.capacity(); i++) {
                assertThat(backing.get(i)).as("byte %d, beyond the room", i).isZero();
            }
        }
    }

    @Test
    void aTruncatedBlockIsNeverTakenForTheWholeOne() {
        SampleBlock block = SampleBlock.text("text", new Random(13), 3_000, 20);
        byte[] encoded = bytes(encode(block, BufferKind.HEAP, BufferKind.HEAP));
        for (int size = 0; size < encoded.length; size++) {
            assertRefusedOrDifferent(block, Arrays.copyOf(encoded, size), "the first " + size + " bytes");
        }
    }

    @Test
    void aBlockWithBytesBehindItIsNeverTakenForTheWholeOne() {
        SampleBlock block = SampleBlock.text("text", new Random(13), 3_000, 20);
        byte[] encoded = bytes(encode(block, BufferKind.HEAP, BufferKind.HEAP));
        for (int more = 1; more < 20; more++) {
            assertRefusedOrDifferent(block, Arrays.copyOf(encoded, encoded.length + more), more + " bytes more");
        }
    }

    @Test
    void changedBitsNeverDoMoreHarmThanOtherContent() {
        SampleBlock block = SampleBlock.text("text", new Random(17), 2_000, 12);
        byte[] encoded = bytes(encode(block, BufferKind.HEAP, BufferKind.HEAP));
        for (int bit = 0; bit < 8 * encoded.length; bit++) {
            byte[] changed = encoded.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            decodeHostile(changed, block.content().length);
        }
    }

    @Test
    void garbageNeverDoesMoreHarmThanOtherContent() {
        Random random = new Random(19);
        for (int i = 0; i < 2_000; i++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            decodeHostile(garbage, 1_000);
        }
    }

    @Test
    void aDecoderThatRefusedABlockReadsTheNext() {
        SampleBlock block = SampleBlock.text("text", new Random(23), 50_000, 3);
        byte[] encoded = bytes(encode(block, BufferKind.HEAP, BufferKind.HEAP));
        decodeHostile(Arrays.copyOf(encoded, encoded.length / 2), 50_000);

        ByteBuffer content = ByteBuffer.allocate(50_000);
        decoder.decode(ByteBuffer.wrap(encoded), content);

        assertThat(content.array()).isEqualTo(block.content());
    }

    @Test
    void chunksThatAreNotTheContentAreRefused() {
        ByteBuffer encoded = ByteBuffer.allocate(encoder.maxEncodedBytes(10, 2));
        int[][] wrong = {{}, {9}, {11}, {10, 0}, {11, -1}, {5, 6}};
        for (int[] lengths : wrong) {
            assertThatIllegalArgumentException()
                    .as(Arrays.toString(lengths))
                    .isThrownBy(
                            () -> encoder.encode(ByteBuffer.allocate(10), lengths, lengths.length, encoded.clear()));
        }
    }

    @Test
    void closingTwiceIsClosingOnce() {
        encoder.close();
        encoder.close();
        decoder.close();
        decoder.close();
    }

    private ByteBuffer encode(SampleBlock block, BufferKind from, BufferKind to) {
        int chunkCount = block.chunkLengths().length;
        ByteBuffer encoded = to.allocate(encoder.maxEncodedBytes(block.content().length, chunkCount));
        encoder.encode(from.holding(block.content()), block.chunkLengths(), chunkCount, encoded);
        return encoded.flip();
    }

    private void assertRefusedOrDifferent(SampleBlock block, byte[] encoded, String what) {
        ByteBuffer content = ByteBuffer.allocate(block.content().length);
        try {
            int[] lengths = decoder.decode(ByteBuffer.wrap(encoded), content);
            assertThat(Arrays.equals(lengths, block.chunkLengths())
                            && Arrays.equals(bytes(content.flip()), block.content()))
                    .as(what)
                    .isFalse();
        } catch (IntegrityException refused) {
            assertThat(refused).as(what).message().isNotBlank();
        }
    }

    /** Any other exception fails the test. */
    private void decodeHostile(byte[] encoded, int roomBytes) {
        for (BufferKind kind : BufferKind.values()) {
            ByteBuffer content = kind.allocate(roomBytes);
            try {
                int[] lengths = decoder.decode(kind.holding(encoded), content);
                assertThat(Arrays.stream(lengths).asLongStream().sum()).isEqualTo(content.position());
            } catch (IntegrityException refused) {
                assertThat(refused).message().isNotBlank();
            }
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private enum BufferKind {
        HEAP,
        DIRECT;

        ByteBuffer allocate(int bytes) {
            return this == HEAP ? ByteBuffer.allocate(bytes) : ByteBuffer.allocateDirect(bytes);
        }

        ByteBuffer holding(byte[] bytes) {
            return allocate(bytes.length).put(bytes).flip().asReadOnlyBuffer();
        }
    }
}
