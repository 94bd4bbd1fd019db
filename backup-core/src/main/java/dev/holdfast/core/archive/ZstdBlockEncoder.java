package dev.holdfast.core.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.holdfast.api.archive.BlockEncoder;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Owns native compressors, which it keeps from block to block.
 *
 * <p>At the default level it tries two samples of a long block first. If neither shrinks much, as with sound and
 * pictures, short matches are all that can be found, and another search finds more of them in three quarters of the
 * time.
 */
final class ZstdBlockEncoder implements BlockEncoder {

    private static final int SAMPLE_BYTES = 8 << 10;
    /** Blocks shorter than this are not sampled. */
    private static final int MIN_SAMPLED_BYTES = 16 * SAMPLE_BYTES;
    /** Text and programs stay below 63 %, sound above 69 %. */
    private static final int COARSE_PERCENT = 66;

    private static final int STRATEGY_FAST = 1;

    private final ZstdCompressCtx compressor;
    private final @Nullable ZstdCompressCtx coarse;
    private final DirectScratch contentScratch = new DirectScratch();
    private final DirectScratch frameScratch = new DirectScratch();

    ZstdBlockEncoder(int level) {
        compressor = compressor(level);
        coarse = level == ZstdFormat.DEFAULT_LEVEL
                ? compressor(level).setStrategy(STRATEGY_FAST).setMinMatch(4).setHashLog(16)
                : null;
    }

    private static ZstdCompressCtx compressor(int level) {
        return new ZstdCompressCtx().setLevel(level).setContentSize(true).setChecksum(false);
    }

    @Override
    public int maxEncodedBytes(int contentBytes, int chunkCount) {
        return Math.toIntExact(ChunkDirectory.maxFrameBytes(chunkCount) + Zstd.compressBound(contentBytes));
    }

    @Override
    public void encode(ByteBuffer content, int[] chunkLengths, int chunkCount, ByteBuffer encoded) {
        int contentBytes = content.remaining();
        ChunkDirectory.put(chunkLengths, chunkCount, contentBytes, encoded);
        ByteBuffer source = contentScratch.directly(content);
        if (encoded.isDirect()) {
            encoded.position(encoded.position() + compress(source, encoded));
        } else {
            ByteBuffer frame = frameScratch.withCapacity(Math.toIntExact(Zstd.compressBound(contentBytes)));
            encoded.put(frame.limit(compress(source, frame)));
        }
        content.position(content.limit());
    }

    /** Compresses into the space after the position, which stays. */
    private int compress(ByteBuffer source, ByteBuffer frame) {
        int from = source.position();
        int length = source.remaining();
        ZstdCompressCtx chosen = compressor;
        if (coarse != null
                && length >= MIN_SAMPLED_BYTES
                && isCoarse(coarse, source, from + length / 4, frame)
                && isCoarse(coarse, source, from + length / 4 * 3, frame)) {
            chosen = coarse;
        }
        return compress(chosen, source, from, length, frame);
    }

    private static boolean isCoarse(ZstdCompressCtx coarse, ByteBuffer source, int from, ByteBuffer frame) {
        return compress(coarse, source, from, SAMPLE_BYTES, frame) > SAMPLE_BYTES * COARSE_PERCENT / 100;
    }

    private static int compress(ZstdCompressCtx by, ByteBuffer source, int from, int length, ByteBuffer frame) {
        return by.compressDirectByteBuffer(frame, frame.position(), frame.remaining(), source, from, length);
    }

    @Override
    public void close() {
        compressor.close();
        if (coarse != null) {
            coarse.close();
        }
        contentScratch.release();
        frameScratch.release();
    }
}
