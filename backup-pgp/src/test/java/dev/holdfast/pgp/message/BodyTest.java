package dev.holdfast.pgp.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.pgp.message.BodyReader.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The body's octets, and which of them are accepted. */
class BodyTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] KEY = new byte[32];

    /** Around the working buffer's boundaries, where header, content and MDC fall on both sides. */
    @Provide
    Arbitrary<Integer> sizes() {
        int step = AesCfb.STEP_BYTES;
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, 100),
                Arbitraries.integers().between(step - 80, step + 80),
                Arbitraries.integers().between(2 * step - 80, 2 * step + 80),
                Arbitraries.integers().between(0, 5 * step));
    }

    @Property(tries = 300)
    void anySizeComesBack(@ForAll("sizes") int sizeBytes, @ForAll long seed) {
        byte[] content = new byte[sizeBytes];
        new SplittableRandom(seed).nextBytes(content);
        byte[] body = write(content);
        assertThat(body).hasSize(sizeBytes + BodyWriter.OVERHEAD_BYTES);
        ByteBuffer plain = ByteBuffer.allocate(sizeBytes);
        assertThat(read(Arrays.copyOfRange(body, 7, body.length), plain)).isEqualTo(Outcome.OPENED);
        assertThat(plain.array()).isEqualTo(content);
    }

    @Example
    void octetsAreThePromisedOnes() throws GeneralSecurityException {
        byte[] body = write("abc".getBytes());
        assertThat(HEX.formatHex(body, 0, 7)).isEqualTo("d2ff0000003801"); // 56 = 1 + 18 + 12 + 3 + 22
        byte[] inside = cfb(Cipher.DECRYPT_MODE, Arrays.copyOfRange(body, 7, body.length));
        assertThat(Arrays.copyOfRange(inside, 16, 18)).isEqualTo(Arrays.copyOfRange(inside, 14, 16));
        assertThat(HEX.formatHex(inside, 18, 33)).isEqualTo("cbff000000096200000000006162" + "63");
        assertThat(HEX.formatHex(inside, 33, 35)).isEqualTo("d314");
        byte[] hash = MessageDigest.getInstance("SHA-1").digest(Arrays.copyOf(inside, 35));
        assertThat(Arrays.copyOfRange(inside, 35, inside.length)).isEqualTo(hash);
    }

    @Example
    void otherLengthsNamesAndDatesAreRead() {
        for (String literal : new String[] {
            "cb09" + "620000000000" + "616263", // one octet
            "cbff00000009" + "620000000000" + "616263", // five octets
            "ac09" + "620000000000" + "616263", // old format, one octet
            "ad0009" + "620000000000" + "616263", // old format, two
            "ae00000009" + "620000000000" + "616263", // old format, four
            "cb0d" + "7404" + "61626364" + "5f000000" + "616263", // text, named, dated
        }) {
            ByteBuffer plain = ByteBuffer.allocate(10);
            assertThat(read(sealed(literal), plain)).as(literal).isEqualTo(Outcome.OPENED);
            assertThat(HEX.formatHex(plain.array(), 0, plain.position())).isEqualTo("616263");
        }
    }

    @Example
    void otherFormsAreRefused() {
        for (String packets : new String[] {
            "", // nothing
            "cb", // half a header
            "cb08" + "620000000000" + "616263", // literal ends before the MDC
            "cb0a" + "620000000000" + "616263", // literal reaches into the MDC
            "cb09" + "620000000000" + "616263" + "cb06620000000000", // two literals
            "c809" + "620000000000" + "616263", // compressed
            "cbe9" + "620000000000" + "616263", // partial length
            "af" + "620000000000" + "616263", // old format, no length
            "cb05" + "6200000000", // literal too short for its own fields
            "cb09" + "620400000000" + "616263", // name longer than the packet
        }) {
            ByteBuffer plain = ByteBuffer.allocate(40);
            assertThat(read(sealed(packets), plain)).as(packets).isEqualTo(Outcome.WRONG_FORM);
            assertThat(plain.array()).containsOnly(0);
            assertThat(plain.position()).isZero();
        }
        for (int sizeBytes = 0; sizeBytes < 40; sizeBytes++) {
            assertThat(read(new byte[sizeBytes], ByteBuffer.allocate(40))).isNotEqualTo(Outcome.OPENED);
        }
    }

    @Example
    void soundContentThatIsTooLongIsToldFromDamage() {
        byte[] body = write(new byte[100]);
        byte[] inside = Arrays.copyOfRange(body, 7, body.length);
        assertThat(read(inside, ByteBuffer.allocate(99))).isEqualTo(Outcome.NO_ROOM);
        inside[60] ^= 1;
        assertThat(read(inside, ByteBuffer.allocate(99))).isEqualTo(Outcome.WRONG_MDC);
        inside[16] ^= 1;
        assertThat(read(inside, ByteBuffer.allocate(99))).isEqualTo(Outcome.WRONG_PREFIX);
    }

    private static byte[] write(byte[] content) {
        ByteBuffer sealed = ByteBuffer.allocate(content.length + BodyWriter.OVERHEAD_BYTES);
        new BodyWriter(KEY, new SecureRandom()).write(ByteBuffer.wrap(content), sealed);
        assertThat(sealed.hasRemaining()).isFalse();
        return sealed.array();
    }

    private static Outcome read(byte[] inside, ByteBuffer plain) {
        return new BodyReader().read(KEY, ByteBuffer.wrap(inside), plain);
    }

    /** Any packets, with a right prefix and MDC around them. */
    private static byte[] sealed(String packets) {
        ByteArrayOutputStream inside = new ByteArrayOutputStream();
        inside.writeBytes(new byte[18]);
        inside.writeBytes(HEX.parseHex(packets));
        inside.writeBytes(new byte[] {(byte) 0xD3, 20});
        inside.writeBytes(Sha.digest("SHA-1").digest(inside.toByteArray()));
        try {
            return cfb(Cipher.ENCRYPT_MODE, inside.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] cfb(int mode, byte[] content) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CFB/NoPadding");
        cipher.init(mode, new SecretKeySpec(KEY, "AES"), new IvParameterSpec(new byte[16]));
        return cipher.doFinal(content);
    }
}
