package dev.holdfast.api.selection;

/**
 * Characters in bytes that are UTF-8 most of the time. A byte that is part of no valid sequence is a character of its
 * own, with the number U+DC00 more, as Python has it; so no two names look alike.
 */
final class Characters {

    private static final int LONE = 0xDC00;

    private Characters() {}

    /** The character at a place; its length follows from it. */
    static int at(byte[] bytes, int i, int end) {
        int first = bytes[i];
        if (first >= 0) {
            return first;
        }
        int length = first >= (byte) 0xF0 ? 4 : first >= (byte) 0xE0 ? 3 : 2;
        int alone = LONE + (first & 0xFF);
        if ((first & 0xC0) == 0x80 || (first & 0xFF) >= 0xF8 || i + length > end) {
            return alone;
        }
        int character = first & (0x7F >> length);
        for (int k = 1; k < length; k++) {
            int next = bytes[i + k];
            if ((next & 0xC0) != 0x80) {
                return alone;
            }
            character = character << 6 | next & 0x3F;
        }
        boolean surrogate = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        boolean valid = character <= Character.MAX_CODE_POINT && length == encodedLength(character) && !surrogate;
        return valid ? character : alone;
    }

    /** How many bytes a character that {@link #at} gave has. */
    static int length(int character) {
        return character >= LONE && character <= LONE + 0xFF ? 1 : encodedLength(character);
    }

    private static int encodedLength(int character) {
        return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    }

    /** The same for characters that differ only in case. */
    static int fold(int character) {
        return Character.toLowerCase(Character.toUpperCase(character));
    }

    static boolean hasCase(int character) {
        return Character.toLowerCase(character) != character || Character.toUpperCase(character) != character;
    }

    static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        for (int i = 0; i < bytes.length; ) {
            int character = at(bytes, i, bytes.length);
            text.appendCodePoint(character);
            i += length(character);
        }
        return text.toString();
    }
}
