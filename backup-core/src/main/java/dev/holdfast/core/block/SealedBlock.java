package dev.holdfast.core.block;

import dev.holdfast.core.bytes.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A block as it was fetched, not checked yet.
 *
 * @param bytes exactly the block's; heap buffers are quickest. Not copied
 * @param sha256 that the inventory gives for them, 32 bytes, not copied
 */
public record SealedBlock(ByteBuffer bytes, byte[] sha256) {

    /** Whether the bytes are those that were written. */
    boolean isWhole() {
        MessageDigest digest = Sha256.digest();
        digest.update(bytes.duplicate());
        return Arrays.equals(digest.digest(), sha256);
    }
}
