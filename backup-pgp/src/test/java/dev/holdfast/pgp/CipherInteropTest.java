package dev.holdfast.pgp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.cipher.ContentCipher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we seal GnuPG opens, and what GnuPG encrypts we open, with every type of key. */
class CipherInteropTest {

    private static Gnupg gnupg;

    @BeforeAll
    static void makeKeys() {
        gnupg = Gnupg.start();
        for (int bits : new int[] {2048, 3072, 4096}) {
            gnupg.generate(
                    "Key-Type: RSA",
                    "Key-Length: " + bits,
                    "Key-Usage: sign",
                    "Subkey-Type: RSA",
                    "Subkey-Length: " + bits,
                    "Subkey-Usage: encrypt",
                    "Name-Email: rsa" + bits + "@example.org");
        }
        curve("cv25519", "EdDSA", "ed25519", "cv25519");
        for (String name : new String[] {
            "nistp256", "nistp384", "nistp521", "brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1"
        }) {
            curve(name, "ECDSA", name, name);
        }
        gnupg.generate(
                "Key-Type: RSA",
                "Key-Length: 2048",
                "Key-Usage: sign",
                "Subkey-Type: ECDH",
                "Subkey-Curve: cv25519",
                "Passphrase: correct horse",
                "Name-Email: locked@example.org");
    }

    private static void curve(String name, String type, String signing, String encrypting) {
        gnupg.generate(
                "Key-Type: " + type,
                "Key-Curve: " + signing,
                "Key-Usage: sign",
                "Subkey-Type: ECDH",
                "Subkey-Curve: " + encrypting,
                "Name-Email: " + name + "@example.org");
    }

    @AfterAll
    static void close() {
        if (gnupg != null) {
            gnupg.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rsa2048",
                "rsa3072",
                "rsa4096",
                "cv25519",
                "nistp256",
                "nistp384",
                "nistp521",
                "brainpoolP256r1",
                "brainpoolP384r1",
                "brainpoolP512r1"
            })
    void bothDirections(String key) {
        byte[] content = Blocks.content(100_000);
        try (ContentCipher sealing =
                        OpenPgpCipher.builder().recipient(certificate(key)).build();
                ContentCipher opening =
                        OpenPgpCipher.builder().secretKey(secretKey(key)).build()) {
            byte[] block = Blocks.seal(sealing, content);
            assertThat(gnupg.gpg("--decrypt", gnupg.write("block", block).toString()))
                    .isEqualTo(content);
            assertThat(Blocks.open(opening, block)).isEqualTo(content);
            assertThat(Blocks.open(opening, encrypt(content, "--recipient", key + "@example.org")))
                    .isEqualTo(content);
        }
    }

    @Test
    void lockedKey() {
        byte[] content = Blocks.content(50_000);
        byte[] secret =
                gnupg.gpg("--passphrase", "correct horse", "--export-secret-keys", "--armor", "locked@example.org");
        try (ContentCipher opening = OpenPgpCipher.builder()
                .secretKey(secret)
                .passphrase("correct horse"::toCharArray)
                .build()) {
            assertThat(Blocks.open(opening, encrypt(content, "--recipient", "locked@example.org")))
                    .isEqualTo(content);
        }
    }

    @Test
    void passphrase() {
        byte[] content = Blocks.content(50_000);
        try (ContentCipher cipher = OpenPgpCipher.builder()
                .symmetricPassphrase("größe"::toCharArray)
                .build()) {
            byte[] block = Blocks.seal(cipher, content);
            assertThat(gnupg.gpg(
                            "--passphrase",
                            "größe",
                            "--decrypt",
                            gnupg.write("block", block).toString()))
                    .isEqualTo(content);
            assertThat(Blocks.open(cipher, block)).isEqualTo(content);
            assertThat(Blocks.open(
                            cipher,
                            encrypt(content, "--symmetric", "--cipher-algo", "AES256", "--passphrase", "größe")))
                    .isEqualTo(content);
        }
    }

    @Test
    void severalRecipients() {
        byte[] content = Blocks.content(1000);
        byte[] encrypted =
                encrypt(content, "--recipient", "rsa2048@example.org", "--hidden-recipient", "nistp256@example.org");
        for (String key : new String[] {"rsa2048", "nistp256"}) {
            try (ContentCipher opening = OpenPgpCipher.builder()
                    .secretKey(secretKey("cv25519"))
                    .secretKey(secretKey(key))
                    .build()) {
                assertThat(Blocks.open(opening, encrypted)).isEqualTo(content);
            }
        }
    }

    @Test
    void packets() {
        try (ContentCipher sealing = OpenPgpCipher.builder()
                .recipient(certificate("cv25519"))
                .recipient(certificate("rsa2048"))
                .symmetricPassphrase("secret"::toCharArray)
                .build()) {
            byte[] block = Blocks.seal(sealing, Blocks.content(70));
            String listing = new String(
                    gnupg.gpg("--list-packets", gnupg.write("block", block).toString()), StandardCharsets.UTF_8);
            assertThat(Stream.of(listing.split("\n")).filter(line -> line.startsWith(":")))
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith(":pubkey enc packet: version 3, algo 18,"),
                            line -> assertThat(line).startsWith(":pubkey enc packet: version 3, algo 1,"),
                            line -> assertThat(line)
                                    .startsWith(":symkey enc packet: version 4, cipher 9, aead 0,s2k 3, hash 8"),
                            line -> assertThat(line).startsWith(":encrypted data packet:"),
                            line -> assertThat(line).startsWith(":literal data packet:"));
            assertThat(listing).contains("mdc_method: 2").contains("mode b (62), created 0, name=\"\",");
        }
    }

    private static byte[] encrypt(byte[] content, String... how) {
        String[] arguments = Arrays.copyOf(how, how.length + 6);
        System.arraycopy(
                new String[] {
                    "--compress-algo",
                    "none",
                    "--output",
                    gnupg.file("encrypted").toString(),
                    Arrays.asList(how).contains("--symmetric") ? "--no-armor" : "--encrypt",
                    gnupg.write("content", content).toString()
                },
                0,
                arguments,
                how.length,
                6);
        gnupg.gpg(arguments);
        try {
            return Files.readAllBytes(gnupg.file("encrypted"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] certificate(String key) {
        return gnupg.gpg("--export", "--armor", key + "@example.org");
    }

    private static byte[] secretKey(String key) {
        return gnupg.gpg("--export-secret-keys", key + "@example.org");
    }
}
