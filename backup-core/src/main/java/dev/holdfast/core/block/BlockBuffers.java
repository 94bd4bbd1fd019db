package dev.holdfast.core.block;

import dev.holdfast.api.archive.ArchiveFormat;
import dev.holdfast.api.archive.BlockEncoder;
import dev.holdfast.api.cipher.Sealer;
import java.nio.ByteBuffer;

/**
 * The memory and the encoder that turn one block's content into sealed bytes. For one thread at a time.
 *
 * <p>Compression reads and writes direct buffers, since over arrays it would hold up the garbage collector; what is
 * sealed goes to an array.
 */
final class BlockBuffers implements AutoCloseable {

    private static final int MOST_CHUNKS_GUESS = 4096;

    private final BlockEncoder encoder;
    private final ByteBuffer content;
    private ByteBuffer encoded;
    private ByteBuffer sealed;

    BlockBuffers(ArchiveFormat format, Sealer sealer, int blockBytes) {
        encoder = format.encoder();
        try {
            content = ByteBuffer.allocateDirect(blockBytes);
            int most = encoder.maxEncodedBytes(blockBytes, MOST_CHUNKS_GUESS);
            encoded = ByteBuffer.allocateDirect(most);
            sealed = ByteBuffer.allocate(sealer.maxSealedBytes(most));
        } catch (RuntimeException | Error e) {
            encoder.close();
            throw e;
        }
    }

    /** What one of these takes, about. */
    static long sizeBytes(int blockBytes) {
        return 3L * blockBytes + (128 << 10);
    }

    ByteBuffer content() {
        return content;
    }

    /** Encodes and seals what {@link #content} holds; the result is valid until the next use. */
    ByteBuffer seal(Sealer sealer, int[] chunkLengths, int chunkCount) {
        content.flip();
        int most = encoder.maxEncodedBytes(content.remaining(), chunkCount);
        if (most > encoded.capacity()) {
            encoded = ByteBuffer.allocateDirect(most);
            sealed = ByteBuffer.allocate(sealer.maxSealedBytes(most));
        }
        encoder.encode(content, chunkLengths, chunkCount, encoded.clear());
        sealer.seal(encoded.flip(), sealed.clear());
        return sealed.flip();
    }

    @Override
    public void close() {
        encoder.close();
    }
}
