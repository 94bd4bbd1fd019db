package dev.holdfast.pgp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What we sign GnuPG verifies, and what GnuPG signs we verify; keys made here GnuPG imports. */
class SignatureInteropTest {

    private static final byte[] CONTENT = "{\"format\":\"manifest\"}\n".getBytes(StandardCharsets.UTF_8);

    private Gnupg gnupg;

    @BeforeEach
    void start() {
        gnupg = Gnupg.start();
    }

    @AfterEach
    void close() {
        if (gnupg != null) {
            gnupg.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, Key-Length: 2048",
        "EdDSA, Key-Curve: ed25519",
        "ECDSA, Key-Curve: nistp256",
        "ECDSA, Key-Curve: nistp521",
        "ECDSA, Key-Curve: brainpoolP384r1"
    })
    void bothDirections(String type, String size) throws IOException {
        gnupg.generate(
                "Key-Type: " + type, size, "Key-Usage: sign", "Name-Email: signer@example.org", "Passphrase: secret");
        byte[] certificate = gnupg.gpg("--export", "--armor", "signer@example.org");
        byte[] secretKey = gnupg.gpg("--passphrase", "secret", "--export-secret-keys", "signer@example.org");
        String content = gnupg.write("manifest", CONTENT).toString();

        OpenPgpSigner signer = OpenPgpSigner.builder()
                .secretKey(secretKey)
                .passphrase("secret"::toCharArray)
                .build();
        String ours = gnupg.write("manifest.sig", signer.sign(CONTENT)).toString();
        assertThat(verification(ours, content)).contains("VALIDSIG " + signer.signerId());

        gnupg.gpg("--passphrase", "secret", "--output", ours, "--detach-sign", content);
        assertThat(OpenPgpVerifier.builder()
                        .signer(certificate)
                        .build()
                        .verify(CONTENT, Files.readAllBytes(gnupg.file("manifest.sig"))))
                .isEqualTo(signer.signerId());
    }

    @Test
    void secretOfThePrimaryKeyMayBeElsewhere() {
        gnupg.generate(
                "Key-Type: EdDSA",
                "Key-Curve: ed25519",
                "Key-Usage: cert",
                "Subkey-Type: EdDSA",
                "Subkey-Curve: ed25519",
                "Subkey-Usage: sign",
                "Name-Email: signer@example.org");
        OpenPgpSigner signer = OpenPgpSigner.builder()
                .secretKey(gnupg.gpg("--export-secret-subkeys", "--armor", "signer@example.org"))
                .build();
        String signature = gnupg.write("manifest.sig", signer.sign(CONTENT)).toString();
        String content = gnupg.write("manifest", CONTENT).toString();
        assertThat(verification(signature, content)).contains("VALIDSIG ").contains(signer.signerId());
    }

    @ParameterizedTest
    @CsvSource({"''", "a passphrase"})
    void keyMadeHereServesGnupg(String passphrase) {
        OpenPgpKeyPair pair = TestKeys.generate(passphrase.isEmpty() ? null : passphrase);
        gnupg.gpg("--import", gnupg.write("public.asc", pair.certificate()).toString());
        gnupg.gpg(
                "--passphrase",
                passphrase,
                "--import",
                gnupg.write("secret.asc", pair.secretKey()).toString());
        assertThat(new String(gnupg.gpg("--with-colons", "--list-secret-keys"), StandardCharsets.UTF_8))
                .contains("fpr:::::::::" + pair.fingerprint())
                .contains("Test <test@example.org>")
                .contains(":cv25519:");

        byte[] block = Blocks.seal(
                OpenPgpCipher.builder().recipient(pair.certificate()).build(), CONTENT);
        String file = gnupg.write("block", block).toString();
        assertThat(gnupg.gpg("--passphrase", passphrase, "--decrypt", file)).isEqualTo(CONTENT);

        String content = gnupg.write("manifest", CONTENT).toString();
        gnupg.gpg("--passphrase", passphrase, "--output", gnupg.file("sig").toString(), "--detach-sign", content);
        assertThat(verification(gnupg.file("sig").toString(), content)).contains("VALIDSIG " + pair.fingerprint());
    }

    private String verification(String signature, String content) {
        return new String(gnupg.gpg("--status-fd", "1", "--verify", signature, content), StandardCharsets.UTF_8);
    }
}
