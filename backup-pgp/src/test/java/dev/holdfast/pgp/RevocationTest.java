package dev.holdfast.pgp;

import static dev.holdfast.pgp.TestKeys.binary;
import static dev.holdfast.pgp.TestKeys.clock;
import static dev.holdfast.pgp.TestKeys.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Sealer;
import dev.holdfast.api.cipher.Verifier;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.IntegrityException;
import java.io.ByteArrayOutputStream;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.junit.jupiter.api.Test;

/** Who may revoke a certificate, and where in its file that may stand. */
class RevocationTest {

    private static final byte[] CONTENT = Blocks.content(50);
    private static final String GOOD = "30E06BCF6A0729E54CFE289879B88C611729015D";

    private static final String REVOCABLE = "FBFA6549EF035B9CDF642862ABEF37E86EF1F865";
    private static final String REVOKER = "B4E6D2C6E1344DC6574ED9EE57809980BC7551BB";

    private final byte[] signature = OpenPgpSigner.builder()
            .secretKey(load("revocable-secret"))
            .clock(clock("2021-01-01"))
            .build()
            .sign(CONTENT);

    @Test
    void aRevocationCountsBehindAnotherCertificateToo() throws Exception {
        for (List<String> file : List.of(List.of("good", "revoker"), List.of("revoker", "good"))) {
            byte[] withRevocation = joined(binary(file.get(0)), binary(file.get(1)), revocation("revoked"));
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> recipients(withRevocation, GOOD))
                    .withMessageContaining("it is revoked");
        }
    }

    @Test
    void aDesignatedRevokerIsHeardWhereItsCertificateIsInTheFile() throws Exception {
        byte[] both = joined(binary("revoked-by-revoker"), binary("revoker"));
        byte[] appended = joined(binary("revocable"), binary("revoker"), revocation("revoked-by-revoker"));
        for (byte[] file : List.of(both, appended)) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> recipients(file, REVOCABLE))
                    .withMessageContaining("it is revoked");
            assertThatExceptionOfType(IntegrityException.class)
                    .isThrownBy(() -> OpenPgpVerifier.builder()
                            .signer(file, REVOCABLE)
                            .build()
                            .verify(CONTENT, signature))
                    .withMessageContaining("which is revoked");
        }
        byte[] notRevoked = joined(binary("revocable"), binary("revoker"));
        assertThat(recipients(notRevoked, REVOCABLE)).hasSize(1);
        assertThat(OpenPgpVerifier.builder()
                        .signer(notRevoked, REVOCABLE)
                        .build()
                        .verify(CONTENT, signature))
                .isEqualTo(REVOCABLE);
    }

    @Test
    void aKeyThatMayBeRevokedIsNotUsedUntilThatIsKnown() {
        byte[] alone = load("revoked-by-revoker");
        String reason = "may be revoked by " + REVOKER + ", its designated revoker";
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> recipients(alone, REVOCABLE))
                .withMessageContaining("it " + reason)
                .withMessageContaining("certificate is needed in the same file");
        Verifier verifier = OpenPgpVerifier.builder().signer(alone).build();
        assertThatExceptionOfType(IntegrityException.class)
                .isThrownBy(() -> verifier.verify(CONTENT, signature))
                .withMessageContaining("which " + reason);
    }

    @Test
    void copiesInSeveralFilesAreTakenTogetherWithWhatStandsBesideThem() {
        byte[] both = joined(binary("revoked-by-revoker"), binary("revoker"));
        for (List<byte[]> files : List.of(List.of(load("revocable"), both), List.of(both, load("revocable")))) {
            Verifier verifier = OpenPgpVerifier.builder()
                    .signer(files.get(0), REVOCABLE)
                    .signer(files.get(1), REVOCABLE)
                    .build();
            assertThatExceptionOfType(IntegrityException.class)
                    .isThrownBy(() -> verifier.verify(CONTENT, signature))
                    .withMessageContaining("which is revoked");
        }
    }

    @Test
    void nobodyElseRevokesAndNoRevokerIsImitated() throws Exception {
        byte[] byRevoker = revocation("revoked-by-revoker");
        assertThat(recipients(joined(binary("good"), binary("revoker"), byRevoker), GOOD))
                .as("is not designated by this one")
                .hasSize(1);
        byRevoker[byRevoker.length - 1] ^= 1;
        assertThat(recipients(joined(binary("revocable"), binary("revoker"), byRevoker), REVOCABLE))
                .as("does not verify")
                .hasSize(1);
    }

    @Test
    void aRevocationWithACriticalPartThatIsUnknownCountsForNothing() throws Exception {
        PGPSecretKey secret =
                new PGPSecretKeyRing(binary("revocable-secret"), new BcKeyFingerprintCalculator()).getSecretKey();
        for (boolean critical : new boolean[] {false, true}) {
            PGPSignatureGenerator generator = new PGPSignatureGenerator(
                    new BcPGPContentSignerBuilder(secret.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA512),
                    secret.getPublicKey());
            generator.init(PGPSignature.KEY_REVOCATION, secret.extractPrivateKey(null));
            PGPSignatureSubpacketGenerator said = new PGPSignatureSubpacketGenerator();
            said.setSignatureCreationTime(true, new Date(1_600_000_000_000L));
            said.addNotationData(critical, true, "only-on@example.org", "Sundays");
            generator.setHashedSubpackets(said.generate());
            byte[] file = joined(
                    binary("revocable"),
                    generator.generateCertification(secret.getPublicKey()).getEncoded());
            if (critical) {
                assertThat(recipients(file, REVOCABLE)).hasSize(1);
            } else {
                assertThatExceptionOfType(ConfigurationException.class)
                        .isThrownBy(() -> recipients(file, REVOCABLE))
                        .withMessageContaining("it is revoked");
            }
        }
    }

    private static List<String> recipients(byte[] file, String key) {
        ContentCipher cipher = OpenPgpCipher.builder()
                .recipient(file, key)
                .clock(clock("2022-06-01"))
                .build();
        try (Sealer sealer = cipher.sealer(Purpose.DATA)) {
            return sealer.recipients();
        }
    }

    /** What {@code gpg --gen-revoke} or {@code --desig-revoke} made, alone. */
    private static byte[] revocation(String revoked) throws Exception {
        Iterator<PGPSignature> revocations = new PGPPublicKeyRing(binary(revoked), new BcKeyFingerprintCalculator())
                .getPublicKey()
                .getSignaturesOfType(PGPSignature.KEY_REVOCATION);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (revocations.hasNext()) {
            all.writeBytes(revocations.next().getEncoded());
        }
        return all.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            file.writeBytes(part);
        }
        return file.toByteArray();
    }
}
