package dev.holdfast.pgp;

import static dev.holdfast.pgp.TestKeys.load;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.IntegrityException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.junit.jupiter.api.Test;

/** A certificate put together by somebody without its primary secret key gains nothing. */
class BindingTest {

    @Test
    void subkeyOfAnotherCertificateIsNotUsed() throws Exception {
        byte[] adopted = withSubkeys(load("sign-only"), keys(load("good")));
        ContentCipher cipher = OpenPgpCipher.builder().recipient(adopted).build();
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> cipher.sealer(Purpose.DATA))
                .withMessageContaining("none of its keys is for that");
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
                .withMessageContaining("not for signing");
    }

    @Test
    void certificateWithoutSelfSignatureIsNotUsed() throws Exception {
        List<PGPPublicKey> keys = keys(load("good"));
        PGPPublicKey bare = new PGPPublicKey(keys.get(0).getPublicKeyPacket(), new BcKeyFingerprintCalculator());
        keys.set(0, bare);
        ContentCipher cipher = OpenPgpCipher.builder().recipient(encoded(keys)).build();
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> cipher.sealer(Purpose.DATA))
                .withMessageContaining("no valid signature binds it");
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
