package dev.holdfast.benchmarks;

import dev.holdfast.api.archive.BlockDecoder;
import dev.holdfast.api.archive.BlockEncoder;
import dev.holdfast.api.cipher.Opener;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Sealer;
import dev.holdfast.core.archive.ZstdFormat;
import dev.holdfast.pgp.OpenPgpCipher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Compressing and sealing a block of eight chunks, and the way back. An operation is a byte of content (for seal and
 * open: of the message's plain text): the score is in MB/s.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls prepare() before anything else
public class BlockBenchmark {
    private static final int CHUNKS = 8;

    @Param
    Material material;

    private final int[] chunkLengths = new int[CHUNKS];
    private BlockEncoder encoder;
    private BlockDecoder decoder;
    private OpenPgpCipher cipher;
    private Sealer sealer;
    private Opener opener;
    private ByteBuffer content;
    private ByteBuffer encoded;
    private ByteBuffer decoded;
    private ByteBuffer encodeRoom;
    private byte[] block;
    private ByteBuffer plain;
    private ByteBuffer sealRoom;
    private ByteBuffer message;

    @Setup
    public void prepare() throws IOException {
        block = material.block();
        content = ByteBuffer.allocateDirect(block.length).put(block).flip();
        decoded = ByteBuffer.allocateDirect(block.length);
        Arrays.fill(chunkLengths, block.length / CHUNKS);
        encoder = ZstdFormat.standard().encoder();
        decoder = ZstdFormat.standard().decoder();
        encodeRoom = ByteBuffer.allocateDirect(encoder.maxEncodedBytes(block.length, CHUNKS));
        encoded = encode().duplicate().flip().asReadOnlyBuffer();
        cipher = OpenPgpCipher.builder()
                .symmetricPassphrase(() -> "benchmark".toCharArray())
                .build();
        sealer = cipher.sealer(Purpose.DATA);
        opener = cipher.opener();
        plain = ByteBuffer.allocate(block.length);
        sealRoom = ByteBuffer.allocate(sealer.maxSealedBytes(block.length));
        message = ByteBuffer.wrap(Arrays.copyOf(sealRoom.array(), seal().position()));
    }

    @TearDown
    public void close() {
        encoder.close();
        decoder.close();
        sealer.close();
        opener.close();
        cipher.close();
    }

    @Benchmark
    @OperationsPerInvocation(Material.BLOCK_BYTES)
    public ByteBuffer encode() {
        encoder.encode(content.rewind(), chunkLengths, CHUNKS, encodeRoom.clear());
        return encodeRoom;
    }

    @Benchmark
    @OperationsPerInvocation(Material.BLOCK_BYTES)
    public int[] decode() {
        return decoder.decode(encoded.rewind(), decoded.clear());
    }

    /** Includes a copy of the block, for a sealer may change what it is given. */
    @Benchmark
    @OperationsPerInvocation(Material.BLOCK_BYTES)
    public ByteBuffer seal() {
        sealer.seal(plain.clear().put(block).flip(), sealRoom.clear());
        return sealRoom;
    }

    @Benchmark
    @OperationsPerInvocation(Material.BLOCK_BYTES)
    public ByteBuffer open() {
        opener.open(message.rewind(), plain.clear());
        return plain;
    }
}
