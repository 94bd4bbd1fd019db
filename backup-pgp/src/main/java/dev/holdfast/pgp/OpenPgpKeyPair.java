package dev.holdfast.pgp;

import dev.holdfast.api.error.ConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.CompressionAlgorithmTags;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.Features;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.crypto.AsymmetricCipherKeyPairGenerator;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.generators.X25519KeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.crypto.params.X25519KeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPKeyRing;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.PBESecretKeyEncryptor;
import org.bouncycastle.openpgp.operator.PGPDigestCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;
import org.jspecify.annotations.Nullable;

/**
 * A new key for backups: an Ed25519 primary key that signs, and a Curve25519 subkey that is encrypted to, both without
 * an end. Version 4, so GnuPG from 2.1 on imports it. Immutable.
 *
 * <pre>{@code
 * OpenPgpKeyPair pair = OpenPgpKeyPair.generate("Backup of the shop <it@shop.example>", passphrase);
 * // to the hosts that back up
 * Files.write(Path.of("backup-public.asc"), pair.certificate());
 * // away from them; without it nothing can be restored
 * Files.write(Path.of("/media/safe/backup-secret.asc"), pair.secretKey());
 * }</pre>
 */
public final class OpenPgpKeyPair {

    /** 65,011,712 bytes are hashed to make a key of the passphrase. */
    private static final int S2K_COUNT = 0xFF;

    private final String fingerprint;
    private final byte[] certificate;
    private final byte[] secretKey;

    private OpenPgpKeyPair(String fingerprint, byte[] certificate, byte[] secretKey) {
        this.fingerprint = fingerprint;
        this.certificate = certificate;
        this.secretKey = secretKey;
    }

    /**
     * Makes a key pair, now.
     *
     * @param userId usually {@code Name <address>}; not empty
     * @param passphrase protects the secret key; copied, not overwritten; null for no protection, not empty
     * @throws ConfigurationException if the user id or the passphrase is empty
     */
    public static OpenPgpKeyPair generate(String userId, char @Nullable [] passphrase) {
        return generate(userId, passphrase, new SecureRandom(), Clock.systemUTC());
    }

    /**
     * As {@link #generate(String, char[])}, with a source of randomness and a clock.
     *
     * @param now the time that the key bears as its creation
     */
    public static OpenPgpKeyPair generate(
            String userId, char @Nullable [] passphrase, SecureRandom random, InstantSource now) {
        if (userId.isBlank()) {
            throw new ConfigurationException("a key needs a user id, such as \"Backup <backup@example.org>\"");
        }
        if (passphrase != null && passphrase.length == 0) {
            throw new ConfigurationException("an empty passphrase protects nothing; give null for no protection");
        }
        char @Nullable [] secret = passphrase == null ? null : passphrase.clone();
        Date created = new Date(now.instant().getEpochSecond() * 1000);
        try {
            PGPKeyRingGenerator ring = ring(userId, secret, random, created);
            PGPPublicKeyRing certificate = ring.generatePublicKeyRing();
            return new OpenPgpKeyPair(
                    HexFormat.of()
                            .withUpperCase()
                            .formatHex(certificate.getPublicKey().getFingerprint()),
                    armored(certificate),
                    armored(ring.generateSecretKeyRing()));
        } catch (PGPException | IOException e) {
            throw new IllegalStateException("the key cannot be made", e);
        } finally {
            if (secret != null) {
                Arrays.fill(secret, '\0');
            }
        }
    }

    private static PGPKeyRingGenerator ring(
            String userId, char @Nullable [] passphrase, SecureRandom random, Date created) throws PGPException {
        PGPDigestCalculator sha1 = new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1);
        PGPKeyPair primary = keyPair(PublicKeyAlgorithmTags.EDDSA_LEGACY, ed25519(random), created);
        PGPKeyPair encryption = keyPair(PublicKeyAlgorithmTags.ECDH, x25519(random), created);
        PGPKeyRingGenerator ring = new PGPKeyRingGenerator(
                PGPSignature.POSITIVE_CERTIFICATION,
                primary,
                userId,
                sha1,
                preferences(created).generate(),
                null,
                new BcPGPContentSignerBuilder(PublicKeyAlgorithmTags.EDDSA_LEGACY, HashAlgorithmTags.SHA512)
                        .setSecureRandom(random),
                protection(passphrase, random));
        ring.addSubKey(
                encryption,
                flags(KeyFlags.ENCRYPT_COMMS | KeyFlags.ENCRYPT_STORAGE, created)
                        .generate(),
                null);
        return ring;
    }

    /** The primary key's, 40 upper-case hexadecimal digits. */
    public String fingerprint() {
        return fingerprint;
    }

    /** The public key, as {@code gpg --export --armor} writes it: what a host that backs up needs. */
    public byte[] certificate() {
        return certificate.clone();
    }

    /** The secret key, as {@code gpg --export-secret-keys --armor} writes it: what a restore needs. */
    public byte[] secretKey() {
        return secretKey.clone();
    }

    /** Its fingerprint, and nothing that is secret. */
    @Override
    public String toString() {
        return "OpenPGP key " + fingerprint();
    }

    private static PGPKeyPair keyPair(int algorithm, AsymmetricCipherKeyPairGenerator generator, Date created)
            throws PGPException {
        return new BcPGPKeyPair(PublicKeyPacket.VERSION_4, algorithm, generator.generateKeyPair(), created);
    }

    private static AsymmetricCipherKeyPairGenerator ed25519(SecureRandom random) {
        Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
        generator.init(new Ed25519KeyGenerationParameters(random));
        return generator;
    }

    private static AsymmetricCipherKeyPairGenerator x25519(SecureRandom random) {
        X25519KeyPairGenerator generator = new X25519KeyPairGenerator();
        generator.init(new X25519KeyGenerationParameters(random));
        return generator;
    }

    private static PGPSignatureSubpacketGenerator preferences(Date created) {
        PGPSignatureSubpacketGenerator subpackets = flags(KeyFlags.CERTIFY_OTHER | KeyFlags.SIGN_DATA, created);
        subpackets.setPreferredSymmetricAlgorithms(false, new int[] {
            SymmetricKeyAlgorithmTags.AES_256, SymmetricKeyAlgorithmTags.AES_192, SymmetricKeyAlgorithmTags.AES_128
        });
        subpackets.setPreferredHashAlgorithms(
                false, new int[] {HashAlgorithmTags.SHA512, HashAlgorithmTags.SHA384, HashAlgorithmTags.SHA256});
        subpackets.setPreferredCompressionAlgorithms(
                false, new int[] {CompressionAlgorithmTags.UNCOMPRESSED, CompressionAlgorithmTags.ZLIB});
        subpackets.setFeature(false, Features.FEATURE_MODIFICATION_DETECTION);
        return subpackets;
    }

    private static PGPSignatureSubpacketGenerator flags(int flags, Date created) {
        PGPSignatureSubpacketGenerator subpackets = new PGPSignatureSubpacketGenerator();
        subpackets.setSignatureCreationTime(true, created);
        subpackets.setKeyFlags(true, flags);
        return subpackets;
    }

    private static @Nullable PBESecretKeyEncryptor protection(char @Nullable [] passphrase, SecureRandom random)
            throws PGPException {
        if (passphrase == null) {
            return null;
        }
        PGPDigestCalculator sha256 = new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA256);
        return new BcPBESecretKeyEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256, sha256, S2K_COUNT)
                .setSecureRandom(random)
                .build(passphrase);
    }

    private static byte[] armored(PGPKeyRing ring) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ArmoredOutputStream armor =
                ArmoredOutputStream.builder().clearHeaders().build(bytes)) {
            ring.encode(armor);
        }
        return bytes.toByteArray();
    }
}
