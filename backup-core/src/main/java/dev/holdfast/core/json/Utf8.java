package dev.holdfast.core.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Which names can be JSON strings: valid UTF-8 without control characters. */
final class Utf8 {

    private Utf8() {}

    static boolean isPlain(byte[] bytes) {
        boolean ascii = true;
        for (byte b : bytes) {
            if (b >= 0 && b < 0x20 || b == 0x7f) {
                return false;
            }
            ascii &= b >= 0;
        }
        return ascii || isValid(bytes);
    }

    private static boolean isValid(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Whether a text has neither control characters nor half surrogate pairs, which have no UTF-8. */
    static boolean isPlain(char[] text, int offset, int length) {
        for (int i = offset, end = offset + length; i < end; i++) {
            char c = text[i];
            if (c < 0x20 || c == 0x7f) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                i++;
                if (i == end || !Character.isSurrogatePair(c, text[i])) {
                    return false;
                }
            }
        }
        return true;
    }
}
