package dev.holdfast.pgp;

import static dev.holdfast.pgp.TestKeys.clock;
import static dev.holdfast.pgp.TestKeys.instant;
import static dev.holdfast.pgp.TestKeys.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Opener;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Sealer;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.KeyException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which keys are sealed for, and which are refused with which reason. */
class RecipientTest {

    @Test
    void newestValidSubkeyIsUsed() {
        String older = recipient("good", "2020-06-01");
        assertThat(recipient("two-subkeys", "2021-06-01")).isNotEqualTo(older);
        assertThat(recipient("two-subkeys", "2020-06-01"))
                .as("the newer one is not made yet")
                .isEqualTo(older);
        assertThat(recipient("revoked-subkey", "2021-06-01")).isEqualTo(recipient("two-subkeys", "2021-06-01"));
    }

    @ParameterizedTest
    @CsvSource({
        "expired, 2021-06-01, ': it expired on 2020-12-31; extend it'",
        "expired-subkey, 2021-06-01, ' expired on 2020-12-31; extend it'",
        "revoked-subkeys, 2021-06-01, was revoked on 2021-03-01",
        "superseded, 2022-06-01, it was revoked on 2022-01-01",
        "revoked, 2020-06-01, 'it is revoked; give another key'",
        "sign-only, 2020-06-01, none of its keys is for that",
        "weak, 2020-06-01, 'RSA of 1024 bits, at least 2048'",
        "elgamal, 2020-06-01, it is of a retired algorithm: DSA",
        "elgamal-subkey, 2020-06-01, is of a retired algorithm: ElGamal",
        "good, 2019-06-01, it was made later, on 2020-01-01; check the clock"
    })
    void unfitKeyIsRefusedWithFingerprintAndReason(String key, String day, String reason) {
        ContentCipher cipher =
                OpenPgpCipher.builder().recipient(load(key)).clock(clock(day)).build();
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> cipher.sealer(Purpose.DATA))
                .withMessageContaining(reason)
                .withMessageMatching("key [0-9A-F]{40} in the bytes given cannot be used to encrypt: .*");
    }

    @Test
    void expiredKeyIsUsedWhenAllowed() {
        for (String key : List.of("expired", "expired-subkey")) {
            ContentCipher cipher = OpenPgpCipher.builder()
                    .recipient(load(key))
                    .allowExpired()
                    .clock(clock("2021-06-01"))
                    .build();
            assertThat(Blocks.seal(cipher, new byte[5])).isNotEmpty();
            assertThat(cipher.notices(instant("2021-06-01")))
                    .singleElement()
                    .asString()
                    .contains("has expired on 2020-12-31");
        }
        assertThat(recipient("extended", "2021-06-01")).isEqualTo(recipient("expired", "2020-06-01"));
    }

    @Test
    void allowingExpiredKeysAllowsNoRevokedOnes() {
        ContentCipher cipher = OpenPgpCipher.builder()
                .recipient(load("revoked"))
                .allowExpired()
                .clock(clock("2022-06-01"))
                .build();
        assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> cipher.sealer(Purpose.DATA));
    }

    @Test
    void endWithinThirtyDaysIsANotice() {
        for (String key : List.of("expired", "expired-subkey")) {
            ContentCipher cipher = OpenPgpCipher.builder().recipient(load(key)).build();
            assertThat(cipher.notices(instant("2020-11-15"))).isEmpty();
            assertThat(cipher.notices(instant("2020-12-15")))
                    .singleElement()
                    .asString()
                    .containsPattern((key.equals("expired") ? "^" : "^sub")
                            + "key [0-9A-F]{40} .*in the bytes given expires on 2020-12-31");
        }
        assertThat(OpenPgpCipher.builder().recipient(load("good")).build().notices(instant("2030-01-01")))
                .isEmpty();
    }

    @Test
    void keyIdChoosesAmongSeveral(@TempDir Path directory) throws IOException {
        Path ring = Files.write(directory.resolve("ring.asc"), load("ring"));
        String fingerprint = fingerprint(ring);
        String longId = fingerprint.substring(24);
        String expected = recipient("expired", "2020-06-01");
        for (String name : List.of(
                fingerprint,
                "0x" + fingerprint,
                fingerprint.toLowerCase(),
                fingerprint.replaceAll("(.{4})", "$1 "),
                longId,
                "0x" + longId,
                longId.substring(8),
                expected)) {
            ContentCipher cipher = OpenPgpCipher.builder()
                    .recipient(ring, name)
                    .clock(clock("2020-06-01"))
                    .build();
            try (Sealer sealer = cipher.sealer(Purpose.DATA)) {
                assertThat(sealer.recipients()).as(name).containsExactly(expected);
            }
        }
        OpenPgpCipher.Builder builder = OpenPgpCipher.builder();
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> builder.recipient(ring))
                .withMessageContaining("2 keys in the file " + ring)
                .withMessageContaining(fingerprint);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> builder.recipient(ring, "0123456789ABCDEF"))
                .withMessageContaining("no key 0123456789ABCDEF in the file " + ring);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> builder.recipient(ring, "jan@example.org"))
                .withMessageContaining("\"jan@example.org\" is no key id");
    }

    @Test
    void whatIsNoKeyIsSaidToBeSomethingElse(@TempDir Path directory) throws IOException {
        String key = new String(load("good"), StandardCharsets.US_ASCII);
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("", "an empty file");
        wrong.put("\n\n", "blanks only");
        wrong.put("just some text\nof several lines\n", "something else");
        wrong.put("\u00fd\u0000\u00ab", "something else");
        wrong.put("-----BEGIN PGP MESSAGE-----\n\nnonsense", "an OpenPGP message");
        wrong.put("-----BEGIN PGP SIGNATURE-----\n\nnonsense", "an OpenPGP signature");
        wrong.put("\u0000\u0000\u0000\u0020\u0001\u0001\u0000\u0002KBXf", "the keybox");
        wrong.put("\u00ff\u00fe-\u0000-\u0000", "text in UTF-16");
        wrong.put(key.substring(0, key.length() / 2), "one that is damaged or was cut off");
        wrong.put(key.replaceFirst("=....\n-----END", "=AAAA\n-----END"), "one that is damaged or was cut off");
        wrong.put("\u0098\u0033\u0004", "one that is damaged or was cut off");
        for (Map.Entry<String, String> each : wrong.entrySet()) {
            Path file = Files.write(directory.resolve("key"), each.getKey().getBytes(StandardCharsets.ISO_8859_1));
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> OpenPgpCipher.builder().recipient(file))
                    .withMessageContaining(
                            "expected an OpenPGP key in the file " + file + ", found " + each.getValue());
        }
    }

    @Test
    void armorMayComeInSeveralBlocksWithTextAroundAndAnyLineEnds() {
        String text = "My keys:\n\n" + new String(load("good"), StandardCharsets.US_ASCII) + "\nand\n\n"
                + new String(load("sign-only"), StandardCharsets.US_ASCII);
        for (String file : List.of(text, text.replace("\n", "\r\n"), "\u00ef\u00bb\u00bf" + text)) {
            byte[] bytes = file.getBytes(StandardCharsets.ISO_8859_1);
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> OpenPgpCipher.builder().recipient(bytes))
                    .withMessageContaining("2 keys in the bytes given");
            String wanted = recipient("good", "2020-06-01");
            ContentCipher cipher =
                    OpenPgpCipher.builder().recipient(bytes, wanted).build();
            try (Sealer sealer = cipher.sealer(Purpose.DATA)) {
                assertThat(sealer.recipients()).containsExactly(wanted);
            }
        }
    }

    @Test
    void messageIsNoKey() {
        byte[] block =
                Blocks.seal(OpenPgpCipher.builder().recipient(load("good")).build(), new byte[9]);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> OpenPgpCipher.builder().recipient(block))
                .withMessageContaining("expected an OpenPGP key");
    }

    @Test
    void fileThatCannotBeReadSaysSo(@TempDir Path directory) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> OpenPgpCipher.builder().recipient(directory.resolve("missing.asc")))
                .withMessageContaining("missing.asc does not exist");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> OpenPgpCipher.builder().secretKey(directory))
                .withMessageContaining("cannot be read");
    }

    @Test
    void secretKeyAndCertificateAreNotConfused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> OpenPgpCipher.builder().recipient(load("good-secret")))
                .withMessageContaining("expected a certificate (public key)")
                .withMessageContaining("found a secret key");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(
                        () -> OpenPgpCipher.builder().secretKey(load("good")).build())
                .withMessageContaining("found only a certificate");
    }

    @Test
    void withoutRecipientNothingIsSealed() {
        ContentCipher cipher =
                OpenPgpCipher.builder().secretKey(load("good-secret")).build();
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> cipher.sealer(Purpose.DATA))
                .withMessageContaining("nobody to seal for");
    }

    @Test
    void catalogRecipientOpensTheCatalogOnly() {
        OpenPgpKeyPair owner = TestKeys.generate(null);
        OpenPgpKeyPair host = TestKeys.generate(null);
        ContentCipher sealing = OpenPgpCipher.builder()
                .recipient(owner.certificate())
                .recipient(owner.certificate())
                .catalogRecipient(host.certificate())
                .build();
        ContentCipher opening =
                OpenPgpCipher.builder().secretKey(host.secretKey()).build();
        byte[] content = Blocks.content(100);
        byte[] data = Blocks.seal(sealing, Purpose.DATA, content);
        byte[] catalog = Blocks.seal(sealing, Purpose.CATALOG, content);

        assertThat(Blocks.open(opening, catalog)).isEqualTo(content);
        assertThatExceptionOfType(KeyException.class).isThrownBy(() -> Blocks.open(opening, data));
        try (Opener opener = opening.opener()) {
            assertThat(opener.ability(ByteBuffer.wrap(catalog)).possible()).isTrue();
            assertThat(opener.ability(ByteBuffer.wrap(catalog)).keyIds()).hasSize(2);
            assertThat(opener.ability(ByteBuffer.wrap(data)).possible()).isFalse();
            assertThat(opener.ability(ByteBuffer.wrap(data)).keyIds()).hasSize(1);
        }
    }

    @Test
    void aHostWithTheCatalogKeyOpensItsCatalogButNotItsData() {
        OpenPgpKeyPair owner = TestKeys.generate(null);
        OpenPgpKeyPair host = TestKeys.generate(null);
        ContentCipher both = OpenPgpCipher.builder()
                .recipient(owner.certificate())
                .catalogKey(host.secretKey())
                .build();
        byte[] content = Blocks.content(100);

        assertThat(Blocks.open(both, Blocks.seal(both, Purpose.CATALOG, content)))
                .isEqualTo(content);
        byte[] data = Blocks.seal(both, Purpose.DATA, content);
        assertThatExceptionOfType(KeyException.class).isThrownBy(() -> Blocks.open(both, data));
        ContentCipher byName = OpenPgpCipher.builder()
                .recipient(owner.certificate())
                .catalogRecipient(host.certificate(), host.fingerprint())
                .build();
        assertThat(Blocks.open(both, Blocks.seal(byName, Purpose.CATALOG, content)))
                .isEqualTo(content);
    }

    private static String recipient(String key, String day) {
        ContentCipher cipher =
                OpenPgpCipher.builder().recipient(load(key)).clock(clock(day)).build();
        try (Sealer sealer = cipher.sealer(Purpose.DATA)) {
            assertThat(sealer.recipients()).hasSize(1);
            return sealer.recipients().get(0);
        }
    }

    /** Of the first key in the ring, which is the expired one, out of the message that two of them give. */
    private static String fingerprint(Path ring) {
        try {
            OpenPgpCipher.builder().recipient(ring);
        } catch (ConfigurationException e) {
            return e.getMessage().replaceFirst("(?s).*: ([0-9A-F]{40}), [0-9A-F]{40};.*", "$1");
        }
        throw new AssertionError("Two keys were taken for one");
    }
}
