package dev.holdfast.core.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.holdfast.api.archive.BlockEncoder;
import java.nio.ByteBuffer;

/** Owns a native compressor, which it keeps from block to block. */
final class ZstdBlockEncoder implements BlockEncoder {

    private final ZstdCompressCtx compressor;
    private final DirectScratch contentScratch = new DirectScratch();
    private final DirectScratch frameScratch = new DirectScratch();

    ZstdBlockEncoder(int level) {
        compressor = new ZstdCompressCtx().setLevel(level).setContentSize(true).setChecksum(false);
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
        return compressor.compressDirectByteBuffer(
                frame, frame.position(), frame.remaining(), source, source.position(), source.remaining());
    }

    @Override
    public void close() {
        compressor.close();
        contentScratch.release();
        frameScratch.release();
    }
}
