package dev.holdfast.core.chunking;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The 256 numbers that a gear hash gives to the byte values, derived from a secret.
 *
 * <p>Number {@code i} is the first 8 bytes, big-endian, of HMAC-SHA-256 under the secret over the five bytes
 * {@code "gear"} (ASCII) and {@code i}.
 *
 * <p>Immutable. Holds key material: whoever has the numbers can tell from chunk sizes whether a known file is stored.
 */
public final class GearTable {

    /** The length of the secret that a table is derived from. */
    public static final int SECRET_BYTES = 32;

    private final long[] numbers;

    private GearTable(long[] numbers) {
        this.numbers = numbers;
    }

    /**
     * Derives the table.
     *
     * @param secret {@value #SECRET_BYTES} bytes, uniformly random; not kept
     */
    public static GearTable of(byte[] secret) {
        if (secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "a chunking secret has " + SECRET_BYTES + " bytes, but " + secret.length + " were given");
        }
        Mac mac = hmac(secret);
        byte[] message = {'g', 'e', 'a', 'r', 0};
        long[] numbers = new long[256];
        for (int value = 0; value < numbers.length; value++) {
            message[4] = (byte) value;
            numbers[value] = firstLong(mac.doFinal(message));
        }
        return new GearTable(numbers);
    }

    private static Mac hmac(byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("HMAC-SHA-256, which every Java runtime has, is not available", e);
        }
    }

    private static long firstLong(byte[] bytes) {
        long number = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            number = (number << 8) | (bytes[i] & 0xff);
        }
        return number;
    }

    /** Indexed by the unsigned byte value. Shared for speed; nobody changes it. */
    long[] numbers() {
        return numbers;
    }
}
