package dev.holdfast.pgp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Sealer;
import java.security.SecureRandom;
import java.util.Date;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.crypto.AsymmetricCipherKeyPairGenerator;
import org.bouncycastle.crypto.KeyGenerationParameters;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.generators.X25519KeyPairGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keys of RFC 9580, with its native Ed25519 and X25519 and without a user id. */
class Version6Test {

    private static final byte[] CONTENT = Blocks.content(40_000);

    private static byte[] certificate;
    private static byte[] secretKey;

    @BeforeAll
    static void makeKey() throws Exception {
        Date created = new Date(1_600_000_000_000L);
        PGPKeyRingGenerator ring = new PGPKeyRingGenerator(
                pair(PublicKeyAlgorithmTags.Ed25519, new Ed25519KeyPairGenerator(), created),
                new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1),
                flags(KeyFlags.CERTIFY_OTHER | KeyFlags.SIGN_DATA, created),
                null,
                new BcPGPContentSignerBuilder(PublicKeyAlgorithmTags.Ed25519, HashAlgorithmTags.SHA512),
                null);
        ring.addSubKey(
                pair(PublicKeyAlgorithmTags.X25519, new X25519KeyPairGenerator(), created),
                flags(KeyFlags.ENCRYPT_COMMS | KeyFlags.ENCRYPT_STORAGE, created),
                null);
        certificate = ring.generatePublicKeyRing().getEncoded();
        secretKey = ring.generateSecretKeyRing().getEncoded();
    }

    @Test
    void sealsAndOpens() {
        ContentCipher sealing = OpenPgpCipher.builder().recipient(certificate).build();
        ContentCipher opening = OpenPgpCipher.builder().secretKey(secretKey).build();
        assertThat(Blocks.open(opening, Blocks.seal(sealing, CONTENT))).isEqualTo(CONTENT);
    }

    @Test
    void signsAndVerifiesByItsLongFingerprint() {
        OpenPgpSigner signer = OpenPgpSigner.builder().secretKey(secretKey).build();
        assertThat(signer.signerId()).matches("[0-9A-F]{64}");
        assertThat(OpenPgpVerifier.builder().signer(certificate).build().verify(CONTENT, signer.sign(CONTENT)))
                .isEqualTo(signer.signerId());
        ContentCipher chosen = OpenPgpCipher.builder()
                .recipient(certificate, signer.signerId())
                .build();
        try (Sealer sealer = chosen.sealer(Purpose.DATA)) {
            assertThat(sealer.recipients()).hasSize(1);
        }
    }

    private static BcPGPKeyPair pair(int algorithm, AsymmetricCipherKeyPairGenerator generator, Date created)
            throws PGPException {
        generator.init(new KeyGenerationParameters(new SecureRandom(), 255));
        return new BcPGPKeyPair(PublicKeyPacket.VERSION_6, algorithm, generator.generateKeyPair(), created);
    }

    private static PGPSignatureSubpacketVector flags(int flags, Date created) {
        PGPSignatureSubpacketGenerator subpackets = new PGPSignatureSubpacketGenerator();
        subpackets.setSignatureCreationTime(true, created);
        subpackets.setKeyFlags(true, flags);
        return subpackets.generate();
    }
}
