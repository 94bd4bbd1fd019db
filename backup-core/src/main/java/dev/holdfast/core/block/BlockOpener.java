package dev.holdfast.core.block;

import dev.holdfast.api.archive.ArchiveFormat;
import dev.holdfast.api.archive.BlockDecoder;
import dev.holdfast.api.cipher.Opener;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.KeyException;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;

/**
 * Opens sealed blocks: decrypts, checks, decodes. Several threads open blocks at the same time.
 *
 * <p>Thread-safe. Closes the decoders that it made, not the opener. Never allocates more than the limit for a block's
 * content, whatever a block says of itself.
 */
public final class BlockOpener implements AutoCloseable {

    private static final int ENCODED_SLACK_BYTES = 512 << 10;

    private final ArchiveFormat format;
    private final Opener opener;
    private final int blockBytes;
    private final ConcurrentLinkedDeque<Buffers> free = new ConcurrentLinkedDeque<>();

    private static final class Buffers {
        final BlockDecoder decoder;
        final ByteBuffer plain;
        final ByteBuffer encoded;
        final ByteBuffer content;

        Buffers(ArchiveFormat format, int blockBytes) {
            decoder = format.decoder();
            plain = ByteBuffer.allocate(blockBytes + ENCODED_SLACK_BYTES);
            encoded = ByteBuffer.allocateDirect(blockBytes + ENCODED_SLACK_BYTES);
            content = ByteBuffer.allocateDirect(blockBytes);
        }
    }

    /** @param blockBytes the most that a block's content may have */
    public BlockOpener(ArchiveFormat format, Opener opener, int blockBytes) {
        this.format = format;
        this.opener = opener;
        this.blockBytes = blockBytes;
    }

    /** Does something with an opened block and its chunks. */
    public interface ChunkUser<T> {
        /**
         * @param content valid during the call only
         * @param chunkLengths of the chunks one after the other, as the block itself says
         */
        T use(ByteBuffer content, int[] chunkLengths);
    }

    /** Whether a secret that may fit is at hand; a wrong passphrase shows only when the block is opened. */
    public boolean mayOpen(SealedBlock sealed) {
        return opener.ability(sealed.bytes().duplicate()).possible();
    }

    /**
     * Opens a block.
     *
     * @param object names the block in errors
     * @param user takes the content, which is valid during the call only
     * @throws IntegrityException if the block is damaged
     * @throws KeyException if no key opens it, although it is whole
     */
    public <T> T open(SealedBlock sealed, String object, Function<ByteBuffer, T> user) {
        return openChunks(sealed, object, (content, chunkLengths) -> user.apply(content));
    }

    /** As {@link #open}, with the lengths of the chunks. */
    public <T> T openChunks(SealedBlock sealed, String object, ChunkUser<T> user) {
        Buffers buffers = free.pollFirst();
        if (buffers == null) {
            buffers = new Buffers(format, blockBytes);
        }
        try {
            opener.open(sealed.bytes().duplicate(), buffers.plain.clear());
            buffers.encoded.clear().put(buffers.plain.flip()).flip();
            int[] chunkLengths = buffers.decoder.decode(buffers.encoded, buffers.content.clear());
            return user.use(buffers.content.flip(), chunkLengths);
        } catch (IntegrityException e) {
            throw new IntegrityException(object + ": " + e.getMessage(), e);
        } catch (KeyException e) {
            if (!sealed.isWhole()) {
                // A changed key id or salt looks like another key.
                throw new IntegrityException(object + ": it has other bytes than its inventory says", e);
            }
            throw new KeyException(object + ": " + e.getMessage(), e);
        } finally {
            free.addFirst(buffers);
        }
    }

    @Override
    public void close() {
        for (Buffers buffers = free.pollFirst(); buffers != null; buffers = free.pollFirst()) {
            buffers.decoder.close();
        }
    }
}
