package dev.holdfast.api.cipher;

import java.time.Instant;
import java.util.List;

/**
 * A named way to seal blocks. The name is stored in every manifest and selects the reader.
 *
 * <p>A cipher must guarantee that any change of a sealed message is detected when it is opened, and that two sealers
 * never share a key.
 *
 * <p>Thread-safe. The repository closes the cipher that was given to its builder.
 */
public interface ContentCipher extends AutoCloseable {

    /** The stored name: {@code openpgp}, {@code none}; lower-case ASCII letters, digits and {@code -}. */
    String name();

    /**
     * A sealer with fresh keys of its own, for one writing process and one purpose. The caller closes it.
     *
     * @throws dev.holdfast.api.error.ConfigurationException if there is nobody to seal for, or a recipient's key must
     *     not be used (expired, revoked, not for encryption)
     */
    Sealer sealer(Purpose purpose);

    /**
     * An opener over the secrets that this cipher was given; they are asked for only when needed. The caller closes it.
     */
    Opener opener();

    /**
     * Whether the secret that seals also opens, as a passphrase does. Then a run makes sure first that this cipher
     * opens the last snapshot, for nobody opens what was sealed under a mistyped one.
     */
    default boolean opensWhatItSeals() {
        return false;
    }

    /**
     * What the user should know about the keys, for people: a recipient's key that expires within 30 days of
     * {@code now}. Empty if there is nothing to say.
     */
    List<String> notices(Instant now);

    /** Releases what it holds. A second call does nothing. */
    @Override
    void close();
}
