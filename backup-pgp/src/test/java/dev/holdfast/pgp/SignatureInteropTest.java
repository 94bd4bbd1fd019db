package dev.holdfast.pgp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What we sign GnuPG verifies, and what GnuPG signs we verify; keys made here GnuPG imports. */
class SignatureInteropTest {

    private static final byte[] CONTENT = "{\"format\":\"manifest\"}\n".getBytes(StandardCharsets.UTF_8);

    private static Gnupg gnupg;

    @BeforeAll
    static void start() {
        gnupg = Gnupg.start();
    }

    @AfterAll
    static void close() {
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
        String address = (type + size.replaceAll(".* ", "") + "@example.org").toLowerCase(Locale.ROOT);
        gnupg.generate("Key-Type: " + type, size, "Key-Usage: sign", "Name-Email: " + address, "Passphrase: secret");
        byte[] certificate = gnupg.gpg("--export", "--armor", address);
        byte[] secretKey = gnupg.gpg("--passphrase", "secret", "--export-secret-keys", address);
        String content = gnupg.write("manifest", CONTENT).toString();

        OpenPgpSigner signer = OpenPgpSigner.builder()
                .secretKey(secretKey)
                .passphrase("secret"::toCharArray)
                .build();
        String ours = gnupg.write("manifest.sig", signer.sign(CONTENT)).toString();
        assertThat(verification(ours, content)).contains("VALIDSIG " + signer.signerId());

        gnupg.gpg("--passphrase", "secret", "--local-user", address, "--output", ours, "--detach-sign", content);
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
                "Name-Email: split@example.org");
        OpenPgpSigner signer = OpenPgpSigner.builder()
                .secretKey(gnupg.gpg("--export-secret-subkeys", "--armor", "split@example.org"))
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
        gnupg.gpg(
                "--passphrase",
                passphrase,
                "--local-user",
                pair.fingerprint(),
                "--output",
                gnupg.file("sig").toString(),
                "--detach-sign",
                content);
        assertThat(verification(gnupg.file("sig").toString(), content)).contains("VALIDSIG " + pair.fingerprint());
    }

    private String verification(String signature, String content) {
        return new String(gnupg.gpg("--status-fd", "1", "--verify", signature, content), StandardCharsets.UTF_8);
    }
}
