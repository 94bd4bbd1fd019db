package dev.holdfast.pgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.error.ConfigurationException;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.crypto.CryptoServicesRegistrar;
import org.junit.jupiter.api.Test;

/** What it costs to use a key, and to have one. */
class KeyReadingTest {

    /** Such a test takes as long as a private-key operation, and draws on Bouncy Castle's own source of randomness. */
    @Test
    void rsaModuliAreNotTestedForPrimality() {
        AtomicLong drawn = new AtomicLong();
        CryptoServicesRegistrar.setSecureRandom(new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                drawn.incrementAndGet();
                super.nextBytes(bytes);
            }
        });
        try (ContentCipher cipher = OpenPgpCipher.builder()
                .recipient(TestKeys.load("elgamal-subkey"))
                .build()) {
            assertThat(cipher.name()).isEqualTo("openpgp");
            assertThat(drawn).hasValue(0);
        } finally {
            CryptoServicesRegistrar.setSecureRandom(null);
        }
    }

    @Test
    void anEmptyPassphraseIsNoProtectionForANewKey() {
        assertThatThrownBy(() -> OpenPgpKeyPair.generate("Someone", new char[0]))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("null for no protection");
    }
}
