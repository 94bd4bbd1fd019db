package dev.holdfast.core.json;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads values out of characters in place, since most lines have several of them. */
final class Scalars {

    private static final int MAX_SECOND_DIGITS = 15;

    private Scalars() {}

    /** A number of decimal digits only, without leading zeros, or −1. */
    static long decimal(char[] text, int offset, int length) {
        return length > 1 && text[offset] == '0' ? -1 : digits(text, offset, length);
    }

    private static long digits(char[] text, int offset, int length) {
        if (length < 1 || length > 19) {
            return -1;
        }
        long value = 0;
        for (int i = offset; i < offset + length; i++) {
            char c = text[i];
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return Math.max(-1, value); // Nineteen digits may be too great a number, which is negative then.
    }

    /** {@code seconds.nnnnnnnnn}, or null. */
    static @Nullable Instant time(char[] text, int offset, int length) {
        boolean negative = length > 0 && text[offset] == '-';
        int first = negative ? offset + 1 : offset;
        int point = offset + length - 10;
        if (point <= first || text[point] != '.' || point - first > MAX_SECOND_DIGITS) {
            return null;
        }
        long seconds = decimal(text, first, point - first);
        long nanos = digits(text, point + 1, 9);
        return seconds < 0 || nanos < 0 || negative && seconds == 0
                ? null
                : Instant.ofEpochSecond(negative ? -seconds : seconds, nanos);
    }

    /** Exactly so many bytes out of lower-case hexadecimal digits, or null. */
    static byte @Nullable [] hex(char[] text, int offset, int length, int byteCount) {
        if (length != 2 * byteCount) {
            return null;
        }
        byte[] value = new byte[byteCount];
        int bad = 0;
        for (int i = 0; i < byteCount; i++) {
            int high = nibble(text[offset + 2 * i]);
            int low = nibble(text[offset + 2 * i + 1]);
            bad |= high | low;
            value[i] = (byte) (high << 4 | low);
        }
        return bad < 0 ? null : value;
    }

    private static int nibble(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }
}
