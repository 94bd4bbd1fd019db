package dev.holdfast.api.cipher;

import java.nio.ByteBuffer;

/**
 * Opens sealed blocks. Keeps the session keys that it has unwrapped, so that a reader needs one private-key operation
 * for each writer and purpose.
 *
 * <p>Thread-safe. Holds secrets in memory until it is closed.
 */
public interface Opener extends AutoCloseable {

    /**
     * Says whether a message could be opened, without opening it and without asking for a passphrase.
     *
     * @param head the first bytes of a sealed message, at least as many as its header has; position and limit stay
     */
    Ability ability(ByteBuffer head);

    /**
     * Opens one message and checks its integrity before it returns.
     *
     * @param sealed exactly one message; consumed entirely, its bytes are not changed
     * @param plain receives the content at its position; its remaining space is the most that is accepted
     * @throws dev.holdfast.api.error.KeyException if no secret key or passphrase opens it; says which would
     * @throws dev.holdfast.api.error.IntegrityException if the message is damaged, not of the exact form that the
     *     repository's format allows, or longer than {@code plain} has room; {@code plain} holds nothing usable then
     */
    void open(ByteBuffer sealed, ByteBuffer plain);

    @Override
    void close();
}
