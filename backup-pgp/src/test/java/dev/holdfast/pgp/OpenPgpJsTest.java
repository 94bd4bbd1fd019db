package dev.holdfast.pgp;

import static dev.holdfast.pgp.TestKeys.binary;
import static dev.holdfast.pgp.TestKeys.load;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.cipher.ContentCipher;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/**
 * What OpenPGP.js 6.3 made: keys of version 6, which GnuPG does not know, a message and a signature. It also opened what is sealed for them here,
 * and verified what is signed by them here.
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
}
