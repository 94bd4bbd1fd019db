package dev.holdfast.api.cipher;

import java.time.Instant;
import java.util.List;

/** Makes detached signatures over manifests. Thread-safe. The repository closes it. */
public interface Signer extends AutoCloseable {

    /** Identifies the signing key by its primary fingerprint, safe to publish. */
    String signerId();

    /**
     * A detached signature over exactly these bytes.
     *
     * @throws dev.holdfast.api.error.KeyException if the key cannot be unlocked
     */
    byte[] sign(byte[] content);

    /** As {@link ContentCipher#notices}. */
    List<String> notices(Instant now);

    @Override
    void close();
}
