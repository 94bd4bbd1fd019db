package dev.holdfast.pgp.key;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.KeyException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.jspecify.annotations.Nullable;

/** A secret key chosen to sign. Thread-safe. */
public final class SecretSigningKey implements AutoCloseable {

    private final Certificate certificate;
    private final SecretKeys secrets;

    private SecretSigningKey(Certificate certificate, SecretKeys secrets) {
        this.certificate = certificate;
        this.secrets = secrets;
    }

    /**
     * The secret key that a name chooses.
     *
     * @param name null if there must be only one
     * @throws ConfigurationException if there is none, or more than one
     */
    public static SecretSigningKey choose(KeyBytes keys, @Nullable KeyName name, Passphrases passphrases) {
        List<PGPSecretKeyRing> fitting = keys.requireSecretKeys().stream()
                .filter(ring -> name == null || publicKeys(ring).stream().anyMatch(name::matches))
                .toList();
        List<Certificate> certificates = Certificate.of(keys, fitting.stream().map(SecretSigningKey::publicKeys));
        Certificate certificate = Certificate.single(certificates, keys.source(), name);
        return new SecretSigningKey(certificate, new SecretKeys(keys.source(), fitting.get(0), passphrases));
    }

    /** The primary key's. */
    public String fingerprint() {
        return certificate.fingerprint();
    }

    /** @throws ConfigurationException if no key of it may sign at this time */
    public PGPPublicKey publicKey(Instant now) {
        return certificate.signingKey(now, it -> secrets.has(it.getKeyID()));
    }

    /**
     * @throws ConfigurationException as {@link #publicKey}
     * @throws KeyException if its passphrase is missing or wrong
     */
    public PGPKeyPair unlocked(Instant now) {
        PGPPublicKey key = publicKey(now);
        return new PGPKeyPair(key, secrets.unlock(key.getKeyID()));
    }

    /** What to say about the key's end. */
    public Optional<String> notice(Instant now) {
        return certificate.signingNotice(now, it -> secrets.has(it.getKeyID()));
    }

    @Override
    public void close() {
        secrets.close();
    }

    static List<PGPPublicKey> publicKeys(PGPSecretKeyRing ring) {
        List<PGPPublicKey> keys = new ArrayList<>();
        ring.getPublicKeys().forEachRemaining(keys::add);
        return keys;
    }
}
