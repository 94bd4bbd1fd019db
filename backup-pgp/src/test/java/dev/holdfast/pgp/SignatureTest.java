package dev.holdfast.pgp;

import static dev.holdfast.pgp.TestKeys.clock;
import static dev.holdfast.pgp.TestKeys.instant;
import static dev.holdfast.pgp.TestKeys.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.holdfast.api.cipher.Verifier;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.KeyException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignatureTest {

    private static final byte[] CONTENT = "{\"format\":\"manifest\"}".getBytes(StandardCharsets.UTF_8);

    @Test
    void signatureOfASubkeyIsKnownByThePrimaryKey() {
        OpenPgpSigner signer = signer("good-secret", "2021-06-01");
        byte[] signature = signer.sign(CONTENT);
        assertThat(verifier("good").verify(CONTENT, signature))
                .isEqualTo(signer.signerId())
                .matches("[0-9A-F]{40}");
    }

    @Test
    void anyFlippedBitIsDetected() {
        byte[] signature = signer("good-secret", "2021-06-01").sign(CONTENT);
        Verifier verifier = verifier("good");
        for (int bit = 0; bit < 8 * CONTENT.length; bit++) {
            byte[] changed = CONTENT.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatExceptionOfType(IntegrityException.class).isThrownBy(() -> verifier.verify(changed, signature));
        }
        for (int lengthBytes = 0; lengthBytes < signature.length; lengthBytes++) {
            byte[] cut = Arrays.copyOf(signature, lengthBytes);
            assertThatExceptionOfType(IntegrityException.class).isThrownBy(() -> verifier.verify(CONTENT, cut));
        }
    }

    @Test
    void signatureBySomebodyElseSaysByWhom() {
        OpenPgpKeyPair other = TestKeys.generate(null);
        byte[] signature =
                OpenPgpSigner.builder().secretKey(other.secretKey()).build().sign(CONTENT);
        assertThatExceptionOfType(IntegrityException.class)
                .isThrownBy(() -> verifier("good").verify(CONTENT, signature))
                .withMessageContaining("by key " + other.fingerprint().substring(24) + ", which is not expected");
    }

    @Test
    void keyMustHaveBeenValidWhenItSigned() {
        byte[] signature = signer("expired-secret", "2020-06-01").sign(CONTENT);
        assertThat(verifier("expired").verify(CONTENT, signature)).isNotEmpty();
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> signer("expired-secret", "2021-06-01"))
                .withMessageContaining("cannot be used to sign: it expired on 2020-12-31");
        // The certificate was extended on the host that signs, but the reader knows only the old one.
        byte[] late = signer("extended-secret", "2021-06-01").sign(CONTENT);
        assertThatExceptionOfType(IntegrityException.class)
                .isThrownBy(() -> verifier("expired").verify(CONTENT, late))
                .withMessageContaining("expired on 2020-12-31");
        assertThat(verifier("extended").verify(CONTENT, late)).isNotEmpty();
    }

    @Test
    void supersededKeyVouchesForThePastAndARevokedOneForNothing() {
        byte[] before = signer("good-secret", "2021-06-01").sign(CONTENT);
        byte[] after = signer("good-secret", "2022-06-01").sign(CONTENT);
        assertThat(verifier("superseded").verify(CONTENT, before)).isNotEmpty();
        assertThatExceptionOfType(IntegrityException.class)
                .isThrownBy(() -> verifier("superseded").verify(CONTENT, after))
                .withMessageContaining("which was revoked on 2022-01-01");
        assertThatExceptionOfType(IntegrityException.class)
                .isThrownBy(() -> verifier("revoked").verify(CONTENT, before))
                .withMessageContaining("which is revoked");
    }

    @Test
    void copiesOfOneCertificateAreTakenTogether() {
        byte[] before = signer("good-secret", "2021-06-01").sign(CONTENT);
        byte[] after = signer("good-secret", "2022-06-01").sign(CONTENT);
        for (List<String> copies : List.of(List.of("good", "superseded"), List.of("superseded", "good"))) {
            Verifier ofOneFile =
                    OpenPgpVerifier.builder().signer(joined(copies)).build();
            Verifier ofTwoFiles = OpenPgpVerifier.builder()
                    .signer(load(copies.get(0)))
                    .signer(load(copies.get(1)))
                    .build();
            for (Verifier verifier : List.of(ofOneFile, ofTwoFiles)) {
                assertThat(verifier.verify(CONTENT, before)).isNotEmpty();
                assertThatExceptionOfType(IntegrityException.class)
                        .isThrownBy(() -> verifier.verify(CONTENT, after))
                        .withMessageContaining("which was revoked on 2022-01-01");
            }
        }
        byte[] late = signer("extended-secret", "2021-06-01").sign(CONTENT);
        assertThat(OpenPgpVerifier.builder()
                        .signer(joined(List.of("extended", "expired")))
                        .build()
                        .verify(CONTENT, late))
                .isNotEmpty();
    }

    private static byte[] joined(List<String> certificates) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        certificates.forEach(each -> all.writeBytes(load(each)));
        return all.toByteArray();
    }

    @Test
    void anIdChoosesTheExpectedSignerAmongSeveral(@TempDir Path directory) throws IOException {
        byte[] ring = load("ring");
        Path file = Files.write(directory.resolve("ring.asc"), ring);
        OpenPgpSigner signer = signer("expired-secret", "2020-06-01");
        byte[] signature = signer.sign(CONTENT);
        String id = signer.signerId();
        String other = "0A5C86831F4224DECF272104A56C1773B1FF7E5B";
        for (Verifier chosen : List.of(
                OpenPgpVerifier.builder().signer(ring, id).build(),
                OpenPgpVerifier.builder().signer(file, id).build())) {
            assertThat(chosen.verify(CONTENT, signature)).isEqualTo(id);
        }
        for (Verifier chosen : List.of(
                OpenPgpVerifier.builder().signer(ring, other).build(),
                OpenPgpVerifier.builder().signer(file, other).build())) {
            assertThatExceptionOfType(IntegrityException.class)
                    .isThrownBy(() -> chosen.verify(CONTENT, signature))
                    .withMessageContaining("is not expected; expected " + other);
        }
        OpenPgpVerifier.Builder builder = OpenPgpVerifier.builder();
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> builder.signer(ring, "0123456789ABCDEF"))
                .withMessageContaining("no key 0123456789ABCDEF in the bytes given");
    }

    @Test
    void aBuilderThatWasGivenNoKeyIsAMistakeOfTheProgram() {
        assertThatIllegalStateException()
                .isThrownBy(() -> OpenPgpSigner.builder().build())
                .withMessage("a signer needs a secret key");
        assertThatIllegalStateException()
                .isThrownBy(() -> OpenPgpVerifier.builder().build())
                .withMessageContaining("at least one expected signer");
    }

    @Test
    void wrongPassphraseAndEndOfKeyAreSaid() {
        byte[] locked = load("locked-secret");
        OpenPgpSigner wrong = OpenPgpSigner.builder()
                .secretKey(locked)
                .passphrase("wrong"::toCharArray)
                .build();
        assertThatExceptionOfType(KeyException.class)
                .isThrownBy(() -> wrong.sign(CONTENT))
                .withMessageContaining(TestKeys.LOCKED_FINGERPRINT);
        OpenPgpSigner right = OpenPgpSigner.builder()
                .secretKey(locked)
                .passphrase("right"::toCharArray)
                .build();
        assertThat(OpenPgpVerifier.builder().signer(load("locked")).build().verify(CONTENT, right.sign(CONTENT)))
                .isEqualTo(TestKeys.LOCKED_FINGERPRINT);
        assertThat(signer("expired-secret", "2020-12-15").notices(instant("2020-12-15")))
                .singleElement()
                .asString()
                .contains("expires on 2020-12-31");
    }

    private static OpenPgpSigner signer(String key, String day) {
        return OpenPgpSigner.builder().secretKey(load(key)).clock(clock(day)).build();
    }

    private static Verifier verifier(String certificate) {
        return OpenPgpVerifier.builder().signer(load(certificate)).build();
    }
}
