package dev.holdfast.pgp;

import dev.holdfast.api.cipher.Signer;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.KeyException;
import dev.holdfast.pgp.key.KeyBytes;
import dev.holdfast.pgp.key.KeyName;
import dev.holdfast.pgp.key.Passphrases;
import dev.holdfast.pgp.key.SecretSigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.jspecify.annotations.Nullable;

/**
 * Makes detached binary OpenPGP signatures (type 0x00, SHA-512), which {@code gpg --verify} accepts.
 *
 * <pre>{@code
 * Signer signer = OpenPgpSigner.builder()
 *         .secretKey(Path.of("signing-secret.asc"))
 *         .passphrase(() -> System.console().readPassword("Passphrase: "))
 *         .build();
 * Verifier expected = OpenPgpVerifier.builder().signer(Path.of("signing-public.asc")).build();
 * Holdfast.repository().storage(store).cipher(cipher).signer(signer).expectSigners(expected).open();
 * }</pre>
 *
 * <p>Signs with the newest valid signing subkey whose secret is in the file, otherwise with the primary key.
 * Thread-safe. The unlocked key stays in memory until the signer is closed.
 */
public final class OpenPgpSigner implements Signer {

    private final SecretSigningKey key;
    private final SecureRandom random;
    private final InstantSource clock;

    private OpenPgpSigner(SecretSigningKey key, SecureRandom random, InstantSource clock) {
        this.key = key;
        this.random = random;
        this.clock = clock;
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String signerId() {
        return key.fingerprint();
    }

    /** Makes a signature: that the secret part is damaged must not show at the end of a run. */
    @Override
    public void unlock() {
        sign(new byte[0]);
    }

    /**
     * {@inheritDoc}
     *
     * @throws KeyException also if the signature does not verify, since the secret part is damaged
     * @throws ConfigurationException if the key has expired since the signer was made
     */
    @Override
    public byte[] sign(byte[] content) {
        Instant now = clock.instant();
        PGPKeyPair pair = key.unlocked(now);
        try {
            PGPSignatureGenerator generator = new PGPSignatureGenerator(
                    new BcPGPContentSignerBuilder(pair.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA512)
                            .setSecureRandom(random),
                    pair.getPublicKey());
            generator.init(PGPSignature.BINARY_DOCUMENT, pair.getPrivateKey());
            PGPSignatureSubpacketGenerator subpackets = new PGPSignatureSubpacketGenerator();
            subpackets.setSignatureCreationTime(true, Date.from(now));
            subpackets.setIssuerFingerprint(false, pair.getPublicKey());
            generator.setHashedSubpackets(subpackets.generate());
            generator.update(content);
            PGPSignature signature = generator.generate();
            signature.init(new BcPGPContentVerifierBuilderProvider(), pair.getPublicKey());
            signature.update(content);
            if (signature.verify()) {
                return signature.getEncoded();
            }
        } catch (PGPException | IOException | IllegalStateException e) {
            throw cannotSign(e);
        }
        throw cannotSign(null);
    }

    private KeyException cannotSign(@Nullable Exception cause) {
        return new KeyException(
                "the key " + signerId() + " cannot sign: its secret part is damaged, or of a kind that is not known"
                        + (cause == null ? "" : ": " + cause.getMessage()),
                cause);
    }

    @Override
    public List<String> notices(Instant now) {
        return key.notice(now).stream().toList();
    }

    @Override
    public void close() {
        key.close();
    }

    /** Collects the key and its passphrase. */
    public static final class Builder {

        private @Nullable KeyBytes keys;
        private @Nullable KeyName name;
        private Passphrases passphrases = description -> null;
        private SecureRandom random = new SecureRandom();
        private InstantSource clock = Clock.systemUTC();

        private Builder() {}

        /**
         * Signs with the one key in this file, which is read at once.
         *
         * @throws ConfigurationException if it cannot be read or is no key
         */
        public Builder secretKey(Path secretKey) {
            this.keys = KeyBytes.of(secretKey);
            return this;
        }

        /**
         * As {@link #secretKey(Path)}, for one key of several.
         *
         * @param keyId long or short key id or fingerprint of its primary key or of a subkey
         */
        public Builder secretKey(Path secretKey, String keyId) {
            this.name = KeyName.of(keyId);
            return secretKey(secretKey);
        }

        /** As {@link #secretKey(Path)}, from memory. */
        public Builder secretKey(byte[] secretKey) {
            this.keys = KeyBytes.of(secretKey);
            return this;
        }

        /** As {@link #secretKey(Path, String)}, from memory. */
        public Builder secretKey(byte[] secretKey, String keyId) {
            this.name = KeyName.of(keyId);
            return secretKey(secretKey);
        }

        /** As {@link OpenPgpCipher.Builder#passphrase}. */
        public Builder passphrase(Supplier<char @Nullable []> passphrase) {
            Objects.requireNonNull(passphrase);
            this.passphrases = description -> passphrase.get();
            return this;
        }

        /** Where random numbers of signatures come from; the platform's default if not given. */
        public Builder random(SecureRandom random) {
            this.random = Objects.requireNonNull(random);
            return this;
        }

        /** What dates signatures and decides whether the key has expired; the real time if not given. */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock);
            return this;
        }

        /**
         * @throws ConfigurationException if what was given holds more than one key, or one that must not sign
         * @throws IllegalStateException if no secret key was given
         */
        public OpenPgpSigner build() {
            if (keys == null) {
                throw new IllegalStateException("a signer needs a secret key");
            }
            SecretSigningKey key = SecretSigningKey.choose(keys, name, passphrases);
            key.publicKey(clock.instant());
            return new OpenPgpSigner(key, random, clock);
        }
    }
}
