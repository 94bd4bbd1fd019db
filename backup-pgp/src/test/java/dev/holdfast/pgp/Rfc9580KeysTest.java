package dev.holdfast.pgp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Sealer;
import java.security.SecureRandom;
import java.util.Date;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys with the native Ed25519 and X25519 of RFC 9580, of versions 4 and 6, and without a user id. */
class Rfc9580KeysTest {

    private static final byte[] CONTENT = Blocks.content(40_000);

    private byte[] certificate = {};
    private byte[] secretKey = {};

    private void makeKey(int version) throws Exception {
        Date created = new Date(1_600_000_000_000L);
        PGPKeyRingGenerator ring = new PGPKeyRingGenerator(
                pair(version, PublicKeyAlgorithmTags.Ed25519, new Ed25519KeyPairGenerator(), created),
                new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1),
                flags(KeyFlags.CERTIFY_OTHER | KeyFlags.SIGN_DATA, created),
                null,
                new BcPGPContentSignerBuilder(PublicKeyAlgorithmTags.Ed25519, HashAlgorithmTags.SHA512),
                null);
        ring.addSubKey(
                pair(version, PublicKeyAlgorithmTags.X25519, new X25519KeyPairGenerator(), created),
                flags(KeyFlags.ENCRYPT_COMMS | KeyFlags.ENCRYPT_STORAGE, created),
                null);
        certificate = ring.generatePublicKeyRing().getEncoded();
        secretKey = ring.generateSecretKeyRing().getEncoded();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void sealsAndOpens(int version) throws Exception {
        makeKey(version);
        ContentCipher sealing = OpenPgpCipher.builder().recipient(certificate).build();
        ContentCipher opening = OpenPgpCipher.builder().secretKey(secretKey).build();
        assertThat(Blocks.open(opening, Blocks.seal(sealing, CONTENT))).isEqualTo(CONTENT);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void signsAndVerifiesByItsFingerprint(int version) throws Exception {
        makeKey(version);
        OpenPgpSigner signer = OpenPgpSigner.builder().secretKey(secretKey).build();
        assertThat(signer.signerId()).matches(version == 4 ? "[0-9A-F]{40}" : "[0-9A-F]{64}");
        assertThat(OpenPgpVerifier.builder().signer(certificate).build().verify(CONTENT, signer.sign(CONTENT)))
                .isEqualTo(signer.signerId());
        ContentCipher chosen = OpenPgpCipher.builder()
                .recipient(certificate, signer.signerId())
                .build();
        try (Sealer sealer = chosen.sealer(Purpose.DATA)) {
            assertThat(sealer.recipients()).hasSize(1);
        }
    }

    private static BcPGPKeyPair pair(
            int version, int algorithm, AsymmetricCipherKeyPairGenerator generator, Date created) throws PGPException {
        generator.init(new KeyGenerationParameters(new SecureRandom(), 255));
        return new BcPGPKeyPair(version, algorithm, generator.generateKeyPair(), created);
    }

    private static PGPSignatureSubpacketVector flags(int flags, Date created) {
        PGPSignatureSubpacketGenerator subpackets = new PGPSignatureSubpacketGenerator();
        subpackets.setSignatureCreationTime(true, created);
        subpackets.setKeyFlags(true, flags);
        return subpackets.generate();
    }
}
