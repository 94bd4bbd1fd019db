package dev.holdfast.pgp.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class AesCfbTest {

    private static final int STEP = AesCfb.STEP_BYTES;

    /** Several messages, one after the other, in calls of any size, give what the JDK's CFB gives for each. */
    @Property(tries = 200)
    void equalsTheOrdinaryMode(
            @ForAll long seed,
            @ForAll @Size(min = 1, max = 3) List<@IntRange(max = 3 * STEP + 40) Integer> lengths,
            @ForAll @IntRange(min = 1, max = STEP / 16 + 3) int blocksPerCall)
            throws GeneralSecurityException {
        Random random = new Random(seed);
        byte[] key = bytes(random, 32);
        AesCfb encryptor = AesCfb.encryptor(key);
        AesCfb decryptor = AesCfb.decryptor();
        decryptor.useKey(key);
        for (int length : lengths) {
            byte[] plain = bytes(random, length);
            byte[] sealed = inCalls(encryptor, plain, 16 * blocksPerCall);
            assertThat(sealed).isEqualTo(ordinary(key, plain));
            assertThat(inCalls(decryptor, sealed, 16 * blocksPerCall)).isEqualTo(plain);
            encryptor.restart();
            decryptor.restart();
        }
    }

    @Property(tries = 20)
    void takesAnotherKey(@ForAll long seed) throws GeneralSecurityException {
        Random random = new Random(seed);
        AesCfb decryptor = AesCfb.decryptor();
        for (int i = 0; i < 3; i++) {
            byte[] key = bytes(random, 32);
            byte[] plain = bytes(random, 100);
            decryptor.useKey(key);
            assertThat(inCalls(decryptor, ordinary(key, plain), 32)).isEqualTo(plain);
        }
    }

    private static byte[] inCalls(AesCfb cfb, byte[] content, int bytesPerCall) {
        byte[] result = content.clone();
        for (int at = 0; at < result.length; at += bytesPerCall) {
            cfb.process(result, at, Math.min(bytesPerCall, result.length - at), result, at);
        }
        return result;
    }

    private static byte[] ordinary(byte[] key, byte[] plain) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CFB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
        return cipher.doFinal(plain);
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
