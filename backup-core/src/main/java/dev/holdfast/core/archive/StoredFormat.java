package dev.holdfast.core.archive;

import dev.holdfast.api.archive.ArchiveFormat;
import dev.holdfast.api.archive.BlockDecoder;
import dev.holdfast.api.archive.BlockEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The archive format {@code stored}: the chunk directory and the content as it is.
 *
 * <pre>
 * block:  directory frame | content
 * </pre>
 *
 * <p>The directory frame is defined by the package. All bytes behind it are the chunks, one after the other. Other
 * skippable frames may stand before it, not behind.
 */
public final class StoredFormat implements ArchiveFormat {

    /** The name that repositories store. */
    public static final String NAME = "stored";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public BlockEncoder encoder() {
        return new Encoder();
    }

    @Override
    public BlockDecoder decoder() {
        return new Decoder();
    }

    @Override
    public String toString() {
        return NAME;
    }

    private static final class Encoder implements BlockEncoder {

        @Override
        public int maxEncodedBytes(int contentBytes, int chunkCount) {
            return Math.toIntExact(ChunkDirectory.maxFrameBytes(chunkCount) + contentBytes);
        }

        @Override
        public void encode(ByteBuffer content, int[] chunkLengths, int chunkCount, ByteBuffer encoded) {
            ChunkDirectory.put(chunkLengths, chunkCount, content.remaining(), encoded);
            encoded.put(content);
        }

        @Override
        public void close() {}
    }

    private static final class Decoder implements BlockDecoder {

        @Override
        public int[] decode(ByteBuffer encoded, ByteBuffer content) {
            ByteBuffer block = encoded.duplicate().order(ByteOrder.LITTLE_ENDIAN);
            int[] chunkLengths = ChunkDirectory.read(block);
            ChunkDirectory.check(chunkLengths, block.remaining(), content.remaining());
            content.put(block);
            encoded.position(encoded.limit());
            return chunkLengths;
        }

        @Override
        public void close() {}
    }
}
