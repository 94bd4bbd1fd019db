package dev.holdfast.core.fetch;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.bytes.Sha256;
import dev.holdfast.core.manifest.ChunkRef;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/** Finds chunks in the content of opened blocks and checks their hashes. Thread-safe. */
public final class ChunkCheck {

    private static final int PIECE_BYTES = 32 << 10;

    /** A digest takes direct memory in small steps, each through a new array; this is one array a thread. */
    private static final class Scratch {
        final MessageDigest digest = Sha256.digest();
        final byte[] piece = new byte[PIECE_BYTES];
    }

    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

    /**
     * The bytes of a chunk, as a view of the block's content.
     *
     * @param content of the block; position and limit stay
     * @throws IntegrityException if they are not what the reference says
     */
    public ByteBuffer chunk(ByteBuffer content, ChunkRef ref) {
        if (ref.offset() > content.remaining() - ref.length()) {
            throw new IntegrityException(
                    ref + " reaches behind the end of the block's content of " + content.remaining() + " bytes");
        }
        ByteBuffer chunk = content.slice(content.position() + ref.offset(), ref.length());
        if (!hasHash(chunk.duplicate(), ref.sha256())) {
            throw new IntegrityException(ref + " has other bytes than its hash says");
        }
        return chunk;
    }

    /** Whether the remaining bytes, which are consumed, have a hash. */
    public boolean hasHash(ByteBuffer bytes, byte[] sha256) {
        return Arrays.equals(sha256(bytes), sha256);
    }

    /** The hash of the remaining bytes, which are consumed. */
    public byte[] sha256(ByteBuffer bytes) {
        Scratch own = scratch.get();
        if (bytes.hasArray()) {
            own.digest.update(bytes);
            return own.digest.digest();
        }
        while (bytes.hasRemaining()) {
            int length = Math.min(PIECE_BYTES, bytes.remaining());
            bytes.get(own.piece, 0, length);
            own.digest.update(own.piece, 0, length);
        }
        return own.digest.digest();
    }
}
