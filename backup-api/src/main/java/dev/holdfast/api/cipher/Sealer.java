package dev.holdfast.api.cipher;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Seals blocks for a fixed set of recipients, each block as one complete message, under session keys that no other
 * sealer has. Few are better than many, since a reader unwraps each of them once; the {@code openpgp} cipher takes a
 * new one behind each tebibyte.
 *
 * <p>Thread-safe: several workers seal at the same time. Holds a secret in memory until it is closed.
 */
public interface Sealer extends AutoCloseable {

    /** The most bytes that a block of {@code plainBytes} becomes: up to 512 KiB more, the same whatever the block. */
    int maxSealedBytes(int plainBytes);

    /**
     * Seals the remaining bytes of {@code plain} as one message.
     *
     * @param plain consumed entirely; may be changed. A heap buffer is quickest
     * @param sealed the message is put at its position; at least {@link #maxSealedBytes} remain. A heap buffer is
     *     quickest
     * @throws dev.holdfast.api.error.ConfigurationException if the cipher has a limit that is reached; then
     *     the run fails
     */
    void seal(ByteBuffer plain, ByteBuffer sealed);

    /**
     * Identifiers of the keys that can open the messages, safe to publish: long key ids; empty for none or a
     * passphrase.
     */
    List<String> recipients();

    @Override
    void close();
}
