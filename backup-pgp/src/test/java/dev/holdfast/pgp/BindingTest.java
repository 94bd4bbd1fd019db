package dev.holdfast.pgp;

import static dev.holdfast.pgp.TestKeys.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.IntegrityException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.SignatureSubpacket;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.PGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A certificate put together by somebody without its primary secret key gains nothing. */
class BindingTest {

    /** A type of signature subpacket that nothing defines. */
    private static final int UNASSIGNED = 99;

    @Test
    void subkeyOfAnotherCertificateIsNotUsed() throws Exception {
        byte[] adopted = withSubkeys(load("sign-only"), keys(load("good")));
        ContentCipher cipher = OpenPgpCipher.builder().recipient(adopted).build();
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> cipher.sealer(Purpose.DATA))
                .withMessageContaining("bound to its certificate by no valid signature");
    }

    @Test
    void adoptedSigningSubkeyVouchesForNothing() throws Exception {
        byte[] adopted = withSubkeys(load("sign-only"), keys(load("good")));
        byte[] content = Blocks.content(50);
        byte[] signature =
                OpenPgpSigner.builder().secretKey(load("good-secret")).build().sign(content);
        assertThatExceptionOfType(IntegrityException.class)
                .isThrownBy(
                        () -> OpenPgpVerifier.builder().signer(adopted).build().verify(content, signature))
                .withMessageContaining("bound to its certificate by no valid signature");
    }

    @Test
    void certificateWithoutSelfSignatureIsNotUsed() throws Exception {
        List<PGPPublicKey> keys = keys(load("good"));
        PGPPublicKey bare = new PGPPublicKey(keys.get(0).getPublicKeyPacket(), new BcKeyFingerprintCalculator());
        keys.set(0, bare);
        ContentCipher cipher = OpenPgpCipher.builder().recipient(encoded(keys)).build();
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> cipher.sealer(Purpose.DATA))
                .withMessageContaining("it is bound to its certificate by no valid signature");
    }

    @Test
    void signingSubkeyMustHaveSignedInReturn() throws Exception {
        Date created = new Date(1_600_000_000_000L);
        PGPKeyPair subkey = ed25519(created);
        PGPSignatureSubpacketGenerator mayCertify = new PGPSignatureSubpacketGenerator();
        mayCertify.setKeyFlags(true, KeyFlags.CERTIFY_OTHER);
        PGPSignatureSubpacketGenerator maySign = new PGPSignatureSubpacketGenerator();
        maySign.setKeyFlags(true, KeyFlags.SIGN_DATA);
        byte[] content = Blocks.content(50);
        for (boolean inReturn : new boolean[] {true, false}) {
            PGPKeyRingGenerator ring = ring(ed25519(created), "thief@example.org", mayCertify.generate());
            if (inReturn) {
                ring.addSubKey(subkey, maySign.generate(), null, sha512());
            } else {
                ring.addSubKey(subkey, maySign.generate(), null);
            }
            OpenPgpVerifier verifier = verifier(ring);
            byte[] signature = sign(subkey, content);
            if (inReturn) {
                assertThat(verifier.verify(content, signature)).isNotEmpty();
            } else {
                assertThatExceptionOfType(IntegrityException.class)
                        .isThrownBy(() -> verifier.verify(content, signature))
                        .withMessageContaining("bound to its certificate by no valid signature");
            }
        }
    }

    @Test
    void signatureWithACriticalPartThatIsUnknownCountsForNothing() throws Exception {
        Date created = new Date(1_600_000_000_000L);
        byte[] content = Blocks.content(50);
        for (boolean critical : new boolean[] {false, true}) {
            PGPKeyPair primary = ed25519(created);
            PGPSignatureSubpacketGenerator allowed = new PGPSignatureSubpacketGenerator();
            allowed.setKeyFlags(true, KeyFlags.SIGN_DATA);
            PGPSignatureSubpacketGenerator limited = new PGPSignatureSubpacketGenerator();
            limited.setKeyFlags(true, KeyFlags.SIGN_DATA);
            limited.addNotationData(critical, true, "only-on@example.org", "Sundays");
            OpenPgpVerifier verifier = verifier(primary, allowed);
            OpenPgpVerifier byLimitedKey = verifier(primary, limited);
            byte[] signature = sign(primary, content);
            byte[] limitedSignature = sign(primary, content, limited);
            assertThat(verifier.verify(content, signature)).isNotEmpty();
            if (critical) {
                assertThatExceptionOfType(IntegrityException.class)
                        .isThrownBy(() -> byLimitedKey.verify(content, signature))
                        .withMessageContaining("bound to its certificate by no valid signature");
                assertThatExceptionOfType(IntegrityException.class)
                        .isThrownBy(() -> verifier.verify(content, limitedSignature))
                        .withMessageContaining("no unknown part that is critical");
            } else {
                assertThat(byLimitedKey.verify(content, signature)).isNotEmpty();
                assertThat(verifier.verify(content, limitedSignature)).isNotEmpty();
            }
        }
    }

    @Test
    void aSubkeyBoundWithACriticalPartThatIsUnknownIsNotUsed() throws Exception {
        Date created = new Date(1_600_000_000_000L);
        PGPKeyPair subkey = ed25519(created);
        byte[] content = Blocks.content(50);
        for (boolean critical : new boolean[] {false, true}) {
            PGPSignatureSubpacketGenerator limited = new PGPSignatureSubpacketGenerator();
            limited.setKeyFlags(true, KeyFlags.SIGN_DATA);
            limited.addCustomSubpacket(new SignatureSubpacket(UNASSIGNED, critical, false, new byte[1]) {});
            PGPKeyRingGenerator ring = ring(ed25519(created), "someone@example.org", null);
            ring.addSubKey(subkey, limited.generate(), null, sha512());
            OpenPgpVerifier verifier = verifier(ring);
            byte[] signature = sign(subkey, content);
            if (critical) {
                assertThatExceptionOfType(IntegrityException.class)
                        .isThrownBy(() -> verifier.verify(content, signature))
                        .withMessageContaining("bound to its certificate by no valid signature");
            } else {
                assertThat(verifier.verify(content, signature)).isNotEmpty();
            }
        }
    }

    @Test
    void whatBindsAKeyMayEndBeforeTheKeyDoes() throws Exception {
        Date created = new Date(1_600_000_000_000L);
        PGPKeyPair primary = ed25519(created);
        PGPSignatureSubpacketGenerator ending = new PGPSignatureSubpacketGenerator();
        ending.setKeyFlags(true, KeyFlags.SIGN_DATA);
        ending.setSignatureCreationTime(true, created);
        ending.setSignatureExpirationTime(true, 86_400);
        ending.setKeyExpirationTime(true, 3_000_000_000L);
        byte[] content = Blocks.content(50);
        assertThatExceptionOfType(IntegrityException.class)
                .isThrownBy(() -> verifier(primary, ending).verify(content, sign(primary, content)))
                .withMessageContaining("expired on 2020-09-14");
    }

    @Test
    void aSubkeyThatIsNotSaidToSignVouchesForNothing() throws Exception {
        Date created = new Date(1_600_000_000_000L);
        PGPKeyPair subkey = ed25519(created);
        PGPKeyRingGenerator ring = ring(ed25519(created), "someone@example.org", null);
        ring.addSubKey(subkey, new PGPSignatureSubpacketGenerator().generate(), null);
        OpenPgpVerifier verifier = verifier(ring);
        byte[] content = Blocks.content(50);
        assertThatExceptionOfType(IntegrityException.class)
                .isThrownBy(() -> verifier.verify(content, sign(subkey, content)))
                .withMessageContaining("is not for signing");
    }

    @Test
    void onlyOneBinarySignatureByAStrongHashCounts() throws Exception {
        PGPKeyPair key = ed25519(new Date(1_600_000_000_000L));
        PGPSignatureSubpacketGenerator allowed = new PGPSignatureSubpacketGenerator();
        allowed.setKeyFlags(true, KeyFlags.SIGN_DATA);
        OpenPgpVerifier verifier = verifier(key, allowed);
        byte[] content = Blocks.content(50);
        byte[] good = sign(key, content, PGPSignature.BINARY_DOCUMENT, HashAlgorithmTags.SHA512);
        assertThat(verifier.verify(content, good)).isNotEmpty();
        byte[] marker = {(byte) 0xca, 3, 'P', 'G', 'P'};
        for (byte[] other : List.of(
                sign(key, content, PGPSignature.CANONICAL_TEXT_DOCUMENT, HashAlgorithmTags.SHA512),
                sign(key, content, PGPSignature.BINARY_DOCUMENT, HashAlgorithmTags.SHA1),
                joined(good, good),
                joined(good, marker))) {
            assertThatExceptionOfType(IntegrityException.class)
                    .isThrownBy(() -> verifier.verify(content, other))
                    .withMessageContaining("expected");
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] sign(PGPKeyPair key, byte[] content, int type, int hash) throws Exception {
        PGPSignatureGenerator generator = new PGPSignatureGenerator(
                new BcPGPContentSignerBuilder(PublicKeyAlgorithmTags.EDDSA_LEGACY, hash), key.getPublicKey());
        generator.init(type, key.getPrivateKey());
        generator.update(content);
        return generator.generate().getEncoded();
    }

    /** @param said of the user id; null for nothing */
    private static PGPKeyRingGenerator ring(
            PGPKeyPair primary, String userId, @Nullable PGPSignatureSubpacketVector said) throws PGPException {
        return new PGPKeyRingGenerator(
                PGPSignature.POSITIVE_CERTIFICATION,
                primary,
                userId,
                new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1),
                said,
                null,
                sha512(),
                null);
    }

    private static OpenPgpVerifier verifier(PGPKeyRingGenerator ring) throws Exception {
        return OpenPgpVerifier.builder()
                .signer(ring.generatePublicKeyRing().getEncoded())
                .build();
    }

    private static OpenPgpVerifier verifier(PGPKeyPair primary, PGPSignatureSubpacketGenerator said) throws Exception {
        return verifier(ring(primary, "someone@example.org", said.generate()));
    }

    private static byte[] sign(PGPKeyPair key, byte[] content) throws Exception {
        return sign(key, content, new PGPSignatureSubpacketGenerator());
    }

    private static byte[] sign(PGPKeyPair key, byte[] content, PGPSignatureSubpacketGenerator subpackets)
            throws Exception {
        PGPSignatureGenerator generator = new PGPSignatureGenerator(sha512(), key.getPublicKey());
        generator.init(PGPSignature.BINARY_DOCUMENT, key.getPrivateKey());
        subpackets.setSignatureCreationTime(true, new Date());
        subpackets.setIssuerFingerprint(false, key.getPublicKey());
        generator.setHashedSubpackets(subpackets.generate());
        generator.update(content);
        return generator.generate().getEncoded();
    }

    private static PGPContentSignerBuilder sha512() {
        return new BcPGPContentSignerBuilder(PublicKeyAlgorithmTags.EDDSA_LEGACY, HashAlgorithmTags.SHA512);
    }

    private static PGPKeyPair ed25519(Date created) throws Exception {
        Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
        generator.init(new Ed25519KeyGenerationParameters(new SecureRandom()));
        return new BcPGPKeyPair(
                PublicKeyPacket.VERSION_4, PublicKeyAlgorithmTags.EDDSA_LEGACY, generator.generateKeyPair(), created);
    }

    private static byte[] withSubkeys(byte[] certificate, List<PGPPublicKey> other) throws Exception {
        List<PGPPublicKey> keys = keys(certificate);
        keys.addAll(other.subList(1, other.size()));
        return encoded(keys);
    }

    private static byte[] encoded(List<PGPPublicKey> keys) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (PGPPublicKey key : keys) {
            key.encode(bytes);
        }
        return bytes.toByteArray();
    }

    private static List<PGPPublicKey> keys(byte[] certificate) throws Exception {
        List<PGPPublicKey> keys = new ArrayList<>();
        new PGPPublicKeyRing(
                        PGPUtil.getDecoderStream(new ByteArrayInputStream(certificate)),
                        new BcKeyFingerprintCalculator())
                .forEach(keys::add);
        return keys;
    }
}
