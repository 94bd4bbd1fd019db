package dev.holdfast.pgp.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in CFB mode with 128-bit feedback and a zero first block, as OpenPGP's integrity-protected packet has it (RFC
 * 9580, section 5.13.1).
 *
 * <p>It is made of two modes that HotSpot runs as assembler loops over whole buffers, which CFB itself is not. With
 * plaintext blocks P, ciphertext blocks C and keystream K(i) = E(C(i-1)), C(i) = P(i) xor K(i):
 * <ul>
 *   <li>encrypting: K(i+1) = E(P(i) xor K(i)), which is CBC encryption of the plaintext;
 *   <li>decrypting: K(i) = E(C(i-1)) is ECB encryption of the ciphertext, one block late.
 * </ul>
 * That is twice and six times the speed of {@code AES/CFB}. The calls stay at {@value #STEP_BYTES} bytes: a method that
 * runs over megabytes at once is entered too seldom to be compiled early.
 *
 * <p>Not thread-safe.
 */
final class AesCfb {

    static final int STEP_BYTES = 16 << 10;

    private static final int BLOCK_BYTES = 16;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final boolean encrypting;
    private final Cipher cipher;
    private final byte[] keystream = new byte[STEP_BYTES + BLOCK_BYTES];
    /**
     * Encrypting: the keystream of the coming block, also the last block that CBC gave. Decrypting: the last
     * ciphertext.
     */
    private final byte[] next = new byte[BLOCK_BYTES];

    private AesCfb(boolean encrypting, String mode) {
        this.encrypting = encrypting;
        this.cipher = cipher("AES/" + mode + "/NoPadding");
    }

    /** An encryptor that stays with one key. */
    static AesCfb encryptor(byte[] key) {
        AesCfb cfb = new AesCfb(true, "CBC");
        cfb.useKey(key);
        return cfb;
    }

    /** A decryptor, which needs {@link #useKey} before its first message. */
    static AesCfb decryptor() {
        return new AesCfb(false, "ECB");
    }

    /** Takes another key and starts a message. */
    void useKey(byte[] key) {
        try {
            SecretKeySpec secret = new SecretKeySpec(key, "AES");
            if (encrypting) {
                cipher.init(Cipher.ENCRYPT_MODE, secret, new IvParameterSpec(new byte[BLOCK_BYTES]));
            } else {
                cipher.init(Cipher.ENCRYPT_MODE, secret);
            }
        } catch (GeneralSecurityException e) {
            throw broken(e);
        }
        Arrays.fill(next, (byte) 0);
        restart();
    }

    /** Starts a message under the same key. */
    void restart() {
        if (encrypting) {
            // CBC encrypts the xor of its input and its last output; that output as input makes the zero block,
            // and E(0) is the first keystream block.
            encrypt(next, 0, BLOCK_BYTES, keystream, 0);
            System.arraycopy(keystream, 0, next, 0, BLOCK_BYTES);
        } else {
            Arrays.fill(next, (byte) 0);
        }
    }

    /**
     * Continues the message.
     *
     * @param lengthBytes a multiple of 16, except in the last call of a message
     * @param out may be {@code in}, at the same offset
     */
    void process(byte[] in, int inOffset, int lengthBytes, byte[] out, int outOffset) {
        for (int done = 0; done < lengthBytes; done += STEP_BYTES) {
            int step = Math.min(STEP_BYTES, lengthBytes - done);
            if (encrypting) {
                encryptStep(in, inOffset + done, step, out, outOffset + done);
            } else {
                decryptStep(in, inOffset + done, step, out, outOffset + done);
            }
        }
    }

    private void encryptStep(byte[] in, int inOffset, int step, byte[] out, int outOffset) {
        int whole = step & -BLOCK_BYTES;
        System.arraycopy(next, 0, keystream, 0, BLOCK_BYTES);
        encrypt(in, inOffset, whole, keystream, BLOCK_BYTES);
        xor(in, inOffset, keystream, out, outOffset, step);
        System.arraycopy(keystream, whole, next, 0, BLOCK_BYTES);
    }

    private void decryptStep(byte[] in, int inOffset, int step, byte[] out, int outOffset) {
        int following = (step - 1) & -BLOCK_BYTES;
        encrypt(next, 0, BLOCK_BYTES, keystream, 0);
        encrypt(in, inOffset, following, keystream, BLOCK_BYTES);
        if (following + BLOCK_BYTES == step) {
            System.arraycopy(in, inOffset + following, next, 0, BLOCK_BYTES);
        }
        xor(in, inOffset, keystream, out, outOffset, step);
    }

    /** Never in place: the JDK would copy the input into an array of its own. */
    private void encrypt(byte[] in, int inOffset, int lengthBytes, byte[] out, int outOffset) {
        if (lengthBytes == 0) {
            return;
        }
        try {
            cipher.update(in, inOffset, lengthBytes, out, outOffset);
        } catch (GeneralSecurityException e) {
            throw broken(e);
        }
    }

    /** By longs, because the compiler does not vectorise a loop over bytes of arrays that may be the same one. */
    private static void xor(byte[] in, int inOffset, byte[] keystream, byte[] out, int outOffset, int lengthBytes) {
        int i = 0;
        for (; i <= lengthBytes - 32; i += 32) {
            long a = (long) LONGS.get(in, inOffset + i) ^ (long) LONGS.get(keystream, i);
            long b = (long) LONGS.get(in, inOffset + i + 8) ^ (long) LONGS.get(keystream, i + 8);
            long c = (long) LONGS.get(in, inOffset + i + 16) ^ (long) LONGS.get(keystream, i + 16);
            long d = (long) LONGS.get(in, inOffset + i + 24) ^ (long) LONGS.get(keystream, i + 24);
            LONGS.set(out, outOffset + i, a);
            LONGS.set(out, outOffset + i + 8, b);
            LONGS.set(out, outOffset + i + 16, c);
            LONGS.set(out, outOffset + i + 24, d);
        }
        for (; i < lengthBytes; i++) {
            out[outOffset + i] = (byte) (in[inOffset + i] ^ keystream[i]);
        }
    }

    /** The JDK's own provider is asked first: an application may have put a slower one before it. */
    private static Cipher cipher(String transformation) {
        try {
            try {
                return Cipher.getInstance(transformation, "SunJCE");
            } catch (NoSuchProviderException | NoSuchAlgorithmException e) {
                return Cipher.getInstance(transformation);
            }
        } catch (GeneralSecurityException e) {
            throw broken(e);
        }
    }

    private static IllegalStateException broken(GeneralSecurityException cause) {
        return new IllegalStateException("the Java runtime offers no working AES", cause);
    }
}
