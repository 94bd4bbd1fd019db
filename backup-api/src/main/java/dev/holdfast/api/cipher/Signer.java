package dev.holdfast.api.cipher;

import java.time.Instant;
import java.util.List;

/** Makes detached signatures over manifests. Thread-safe. The repository closes it. */
public interface Signer extends AutoCloseable {

    /** Identifies the signing key by its primary fingerprint, safe to publish. */
    String signerId();

    /**
     * Makes ready to sign, by asking for what that needs, such as a passphrase. Called at the beginning of a run, so
     * that it does not fail at its end. {@link #sign} does the same where this was not called.
     *
     * @throws dev.holdfast.api.error.KeyException if the key cannot be unlocked
     * @throws dev.holdfast.api.error.ConfigurationException if the key must not sign now
     */
    default void unlock() {}

    /**
     * A detached signature over exactly these bytes.
     *
     * @throws dev.holdfast.api.error.KeyException if the key cannot be unlocked
     * @throws dev.holdfast.api.error.ConfigurationException if the key must not sign now, for instance has expired
     */
    byte[] sign(byte[] content);

    /** As {@link ContentCipher#notices}. */
    List<String> notices(Instant now);

    /** Releases what it holds. A second call does nothing. */
    @Override
    void close();
}
