package dev.holdfast.core.bytes;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as clear objects are named and checked by it. */
public final class Sha256 {

    private static final int STEP_BYTES = 8 << 10;

    private Sha256() {}

    /** The 32 bytes of the hash. */
    public static byte[] of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    public static byte[] of(byte[] bytes, int offset, int length) {
        MessageDigest digest = digest();
        feed(digest, bytes, offset, length);
        return digest.digest();
    }

    /** 64 lower-case hexadecimal digits. */
    public static String hex(byte[] bytes) {
        return hex(bytes, 0, bytes.length);
    }

    public static String hex(byte[] bytes, int offset, int length) {
        return HexFormat.of().formatHex(of(bytes, offset, length));
    }

    /**
     * Updates a digest in steps. The JDK's hashing is fast only once the method that takes many blocks was compiled,
     * and it is compiled after so many calls, however long each of them is: whole megabytes would run interpreted for
     * seconds.
     */
    public static void feed(MessageDigest digest, byte[] bytes, int offset, int length) {
        int end = offset + length;
        for (int at = offset; at < end; at += STEP_BYTES) {
            digest.update(bytes, at, Math.min(STEP_BYTES, end - at));
        }
    }

    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a Java without SHA-256", e);
        }
    }
}
