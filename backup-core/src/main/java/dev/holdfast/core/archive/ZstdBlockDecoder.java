package dev.holdfast.core.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.holdfast.api.archive.BlockDecoder;
import dev.holdfast.api.error.IntegrityException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;

/** Owns a native decompressor, which it keeps from block to block. Looks at the whole block before it decompresses. */
final class ZstdBlockDecoder implements BlockDecoder {

    private static final int ZSTD_MAGIC = 0xFD2FB528;
    private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
    private final DirectScratch encodedScratch = new DirectScratch();
    private final DirectScratch contentScratch = new DirectScratch();

    @Override
    public int[] decode(ByteBuffer encoded, ByteBuffer content) {
        if (content.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        ByteBuffer block = encodedScratch.directly(encoded).order(ByteOrder.LITTLE_ENDIAN);
        int[] chunkLengths = ChunkDirectory.read(block);
        ChunkDirectory.skipPadding(block);
        ByteBuffer frame = takeZstdFrame(block);
        ChunkDirectory.skipPadding(block);
        if (block.hasRemaining()) {
            throw new IntegrityException("a block has " + block.remaining() + " bytes too many behind its zstd frame");
        }
        int contentBytes = ChunkDirectory.check(chunkLengths, contentBytes(frame), content.remaining());

        if (content.isDirect()) {
            decompress(frame, content, contentBytes);
            content.position(content.position() + contentBytes);
        } else {
            ByteBuffer scratch = contentScratch.withCapacity(contentBytes);
            decompress(frame, scratch, contentBytes);
            content.put(scratch.limit(contentBytes));
        }
        encoded.position(encoded.limit());
        return chunkLengths;
    }

    private static ByteBuffer takeZstdFrame(ByteBuffer block) {
        int at = block.position();
        if (block.remaining() < 4 || block.getInt(at) != ZSTD_MAGIC) {
            throw new IntegrityException("a block has no zstd frame at its byte " + at);
        }
        long size = Zstd.findDirectByteBufferFrameCompressedSize(block, at, block.remaining());
        if (Zstd.isError(size) || size > block.remaining()) {
            throw new IntegrityException(
                    "a block's zstd frame at its byte " + at + " is damaged or incomplete: " + Zstd.getErrorName(size));
        }
        block.position(at + (int) size);
        return block.slice(at, (int) size);
    }

    private static long contentBytes(ByteBuffer frame) {
        long size = Zstd.getDirectByteBufferFrameContentSize(frame, 0, frame.capacity());
        // What the native code says for an unknown size (-1) or a bad header (-2).
        if (size == -1 || size == -2) {
            throw new IntegrityException("a block's zstd frame does not say how large its content is");
        }
        return size;
    }

    /** Decompresses exactly this many bytes into the space after the target's position, which stays. */
    private void decompress(ByteBuffer frame, ByteBuffer target, int contentBytes) {
        int written;
        try {
            written = decompressor.decompressDirectByteBuffer(
                    target, target.position(), contentBytes, frame, 0, frame.capacity());
        } catch (ZstdException e) {
            throw new IntegrityException("a block's zstd frame of " + frame.capacity() + " bytes is damaged", e);
        }
        if (written != contentBytes) {
            throw new IntegrityException(
                    "a block's zstd frame announces " + contentBytes + " bytes of content, but holds " + written);
        }
    }

    @Override
    public void close() {
        decompressor.close();
        encodedScratch.release();
        contentScratch.release();
    }
}
