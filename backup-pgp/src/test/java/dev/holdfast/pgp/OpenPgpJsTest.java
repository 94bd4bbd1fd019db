package dev.holdfast.pgp;

import static dev.holdfast.pgp.TestKeys.binary;
import static dev.holdfast.pgp.TestKeys.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.error.KeyException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What OpenPGP.js 6.3 made: keys of version 6, which GnuPG does not know, a message and a signature. It also opened
 * what is sealed for them here, and verified what is signed by them here.
 */
class OpenPgpJsTest {

    private static final byte[] CONTENT = "hello\n".getBytes(StandardCharsets.US_ASCII);

    @Test
    void keysOnCurve448() {
        ContentCipher opening =
                OpenPgpCipher.builder().secretKey(load("v6-x448-secret")).build();
        ContentCipher sealing =
                OpenPgpCipher.builder().recipient(load("v6-x448")).build();
        assertThat(Blocks.open(opening, binary("v6-x448-message"))).isEqualTo(CONTENT);
        assertThat(Blocks.open(opening, Blocks.seal(sealing, CONTENT))).isEqualTo(CONTENT);
        OpenPgpVerifier verifier =
                OpenPgpVerifier.builder().signer(load("v6-x448")).build();
        OpenPgpSigner signer =
                OpenPgpSigner.builder().secretKey(load("v6-x448-secret")).build();
        assertThat(verifier.verify(CONTENT, binary("v6-x448-signature"))).isEqualTo(signer.signerId());
        assertThat(verifier.verify(CONTENT, signer.sign(CONTENT))).isEqualTo(signer.signerId());
    }

    @Test
    void aSecretKeyUnderArgon2AndAnAeadMode() {
        ContentCipher opening = OpenPgpCipher.builder()
                .secretKey(load("v6-argon2-secret"))
                .passphrase("right"::toCharArray)
                .build();
        ContentCipher sealing =
                OpenPgpCipher.builder().recipient(load("v6-argon2")).build();
        assertThat(Blocks.open(opening, Blocks.seal(sealing, CONTENT))).isEqualTo(CONTENT);
    }

    /** The standard recommends 2 GiB (exponent 21), which few JVMs have; a hostile file may ask for 2 TiB. */
    @ParameterizedTest
    @ValueSource(ints = {30, 31, 200})
    void aSecretKeyWhosePassphraseTakesTooMuchMemorySaysSo(int exponent) {
        byte[] key = binary("v6-argon2-secret");
        for (int at = 17; at < key.length - 2; at++) {
            if (key[at - 17] == 4 && key[at] == 3 && key[at + 1] == 4 && key[at + 2] == 16) {
                key[at + 2] = (byte) exponent;
            }
        }
        byte[] block =
                Blocks.seal(OpenPgpCipher.builder().recipient(load("v6-argon2")).build(), CONTENT);
        ContentCipher opening = OpenPgpCipher.builder()
                .secretKey(key)
                .passphrase("right"::toCharArray)
                .build();
        assertThatExceptionOfType(KeyException.class)
                .isThrownBy(() -> Blocks.open(opening, block))
                .withMessageContaining("(Argon2) takes 2^" + exponent + " KiB of memory")
                .withMessageContaining("-Xmx");
    }
}
