package dev.holdfast.benchmarks;

import dev.holdfast.core.chunking.ChunkSizes;
import dev.holdfast.core.chunking.FastCdc;
import dev.holdfast.core.chunking.GearTable;
import java.io.IOException;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
import org.openjdk.jmh.annotations.Warmup;

/** Cutting a block's worth of bytes into chunks, and naming it. An operation is a byte: the score is in MB/s. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls prepare() before anything else
public class ChunkingBenchmark {
    @Param({"65536", "262144"})
    int averageBytes;

    private final byte[] name = new byte[32];
    private byte[] data;
    private FastCdc chunker;
    private MessageDigest sha256;

    @Setup
    public void prepare() throws IOException, NoSuchAlgorithmException {
        data = Material.NOISE.block();
        chunker = new FastCdc(GearTable.of(new byte[GearTable.SECRET_BYTES]), ChunkSizes.around(averageBytes));
        sha256 = MessageDigest.getInstance("SHA-256");
    }

    @Benchmark
    @OperationsPerInvocation(Material.BLOCK_BYTES)
    public int cut() {
        int chunks = 0;
        for (int start = 0; start < data.length; chunks++) {
            start = chunker.next(data, start, data.length, true);
        }
        return chunks;
    }

    @Benchmark
    @OperationsPerInvocation(Material.BLOCK_BYTES)
    public int cutAndHash() throws DigestException {
        int chunks = 0;
        for (int start = 0; start < data.length; chunks++) {
            int end = chunker.next(data, start, data.length, true);
            sha256.update(data, start, end - start);
            sha256.digest(name, 0, name.length);
            start = end;
        }
        return chunks;
    }
}
