package dev.holdfast.pgp;

import static dev.holdfast.pgp.TestKeys.binary;
import static dev.holdfast.pgp.TestKeys.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Sealer;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.KeyException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Key files that hold more than is wanted, or are damaged. */
class KeyFileTest {

    /**
     * Its packets are a primary key, a user id, and subkeys to sign and to encrypt, a signature behind each but the
     * first.
     */
    private final List<byte[]> packets = packets(binary("good"));

    @ParameterizedTest
    @CsvSource({
        "'a picture of 3 MB, and what signs it', 17, 3000000, 0, true",
        "'a subkey against quantum computers of version 4, and what binds it', 14, 1200, 35, true",
        "'a subkey by an algorithm that GnuPG has reserved, and what binds it', 14, 1200, 8, true",
        "a packet of a private type, 60, 10, 0, false",
        "a padding, 21, 50, 0, false"
    })
    void whatIsOfNoUseIsPassedOver(String what, int type, int bodyBytes, int algorithm, boolean signed) {
        byte[] body = new byte[bodyBytes];
        body[0] = 4;
        body[5] = (byte) algorithm;
        byte[] strange = ByteBuffer.allocate(6 + bodyBytes)
                .put((byte) (0xC0 | type))
                .put((byte) 0xFF)
                .putInt(bodyBytes)
                .put(body)
                .array();
        byte[] binding = packets.get(packets.size() - 1);
        for (int place : new int[] {3, 5, packets.size()}) {
            List<byte[]> file = new ArrayList<>(packets);
            file.addAll(place, signed ? List.of(strange, binding) : List.of(strange));
            assertThat(recipients(joined(file)))
                    .as("%s as packet %d", what, place)
                    .isEqualTo(recipients(load("good")));
        }
    }

    /** Such as the certification by somebody whose key is proof against quantum computers. */
    @ParameterizedTest
    @CsvSource({
        "by algorithm 30, 0410_1E_08_0000_0000, 3000",
        "by algorithm 30 and of version 6, 0610_1E_08_00000000_00000000, 3000",
        "with a part that is too short, 0410_16_08_0004_03_02_6000_0000_0000, 20",
        "with an empty part, 0410_16_08_0002_01_00_0000_0000, 20",
        "that ends too early, 04, 0",
        "with much behind its end, 0410_01_08_0000_0000_0000_0001_01, 20000",
        "by the key itself but by algorithm 30, 0413_1E_08_0000_0000, 3000"
    })
    void aSignatureThatCannotBeReadIsPassedOver(String what, String start, int moreBytes) {
        byte[] head = HexFormat.of().parseHex(start.replace("_", ""));
        byte[] strange = ByteBuffer.allocate(6 + head.length + moreBytes)
                .put((byte) (0xC0 | 2))
                .put((byte) 0xFF)
                .putInt(head.length + moreBytes)
                .put(head)
                .array();
        for (int place : new int[] {1, 2, 3, 5, packets.size()}) {
            List<byte[]> file = new ArrayList<>(packets);
            file.add(place, strange);
            assertThat(recipients(joined(file)))
                    .as("%s as packet %d", what, place)
                    .isEqualTo(recipients(load("good")));
        }
    }

    @Test
    void aFileThatEndsWithinAPacketIsRefused() {
        byte[] whole = joined(packets);
        List<Integer> ends = new ArrayList<>();
        int end = 0;
        for (byte[] packet : packets) {
            end += packet.length;
            ends.add(end);
        }
        for (int lengthBytes = 1; lengthBytes <= whole.length; lengthBytes++) {
            byte[] cut = Arrays.copyOf(whole, lengthBytes);
            if (ends.contains(lengthBytes)) {
                assertThatNoException().isThrownBy(() -> OpenPgpCipher.builder().recipient(cut));
            } else {
                assertThatExceptionOfType(ConfigurationException.class)
                        .as("after %d bytes", lengthBytes)
                        .isThrownBy(() -> OpenPgpCipher.builder().recipient(cut))
                        .withMessageContaining("found one that is damaged or was cut off");
            }
        }
    }

    @Test
    void aRevocationCountsWhereverItStands() throws Exception {
        PGPPublicKeyRing revoked = new PGPPublicKeyRing(binary("revoked"), new BcKeyFingerprintCalculator());
        List<byte[]> file = new ArrayList<>(packets);
        revoked.getPublicKey()
                .getSignaturesOfType(PGPSignature.KEY_REVOCATION)
                .forEachRemaining(it -> file.add(encoded(it)));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> recipients(joined(file)))
                .withMessageContaining("it is revoked");
    }

    @Test
    void textBeforeArmorMayLookLikeArmor() {
        String text = "Hello,\n\n-- the key:\n--- begin ---\n" + new String(load("good"), StandardCharsets.US_ASCII);
        assertThat(recipients(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(recipients(load("good")));
    }

    @Test
    void aPrimaryKeyByAnUnknownAlgorithmIsCalledThat() {
        byte[] quantumProof = ByteBuffer.allocate(6 + 10 + 20)
                .put((byte) 0xC6)
                .put((byte) 0xFF)
                .putInt(10 + 20)
                .put((byte) 6)
                .putInt(1_600_000_000)
                .put((byte) 30)
                .putInt(20)
                .array();
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> recipients(joined(List.of(quantumProof, packets.get(1), packets.get(2)))))
                .withMessageContaining("it is of an unknown algorithm (30)");
    }

    /** The one changes its checksum, the other does not. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSecretPartThatIsDamagedIsFoundBeforeItIsUsed(boolean checksumTells) {
        byte[] block =
                Blocks.seal(OpenPgpCipher.builder().recipient(load("good")).build(), Blocks.content(50));
        List<byte[]> file = packets(binary("good-secret"));
        for (int subkey : new int[] {3, 5}) {
            byte[] packet = file.get(subkey);
            int at = packet.length - 8;
            byte first = packet[at];
            packet[at] = checksumTells ? (byte) (first ^ 1) : packet[at + 1];
            packet[at + 1] = checksumTells ? packet[at + 1] : first;
        }
        byte[] damaged = joined(file);
        OpenPgpSigner signer = OpenPgpSigner.builder().secretKey(damaged).build();
        assertThatExceptionOfType(KeyException.class)
                .isThrownBy(signer::unlock)
                .withMessageContaining(checksumTells ? "is damaged: its checksum is wrong" : "secret part is damaged");
        if (checksumTells) {
            assertThatExceptionOfType(KeyException.class)
                    .isThrownBy(() -> Blocks.open(
                            OpenPgpCipher.builder().secretKey(damaged).build(), block))
                    .withMessageContaining("is damaged: its checksum is wrong");
        }
    }

    private static List<String> recipients(byte[] certificate) {
        try (Sealer sealer =
                OpenPgpCipher.builder().recipient(certificate).build().sealer(Purpose.DATA)) {
            return sealer.recipients();
        }
    }

    private static byte[] encoded(PGPSignature signature) {
        try {
            return signature.getEncoded();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] joined(List<byte[]> packets) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        packets.forEach(file::writeBytes);
        return file.toByteArray();
    }

    /** GnuPG writes the old format with lengths of one or two octets. */
    private static List<byte[]> packets(byte[] certificate) {
        List<byte[]> packets = new ArrayList<>();
        for (int at = 0, end; at < certificate.length; at = end) {
            int widthBytes = 1 << (certificate[at] & 3);
            int bodyBytes = widthBytes == 1
                    ? certificate[at + 1] & 0xFF
                    : ByteBuffer.wrap(certificate).getShort(at + 1) & 0xFFFF;
            end = at + 1 + widthBytes + bodyBytes;
            packets.add(Arrays.copyOfRange(certificate, at, end));
        }
        return packets;
    }
}
