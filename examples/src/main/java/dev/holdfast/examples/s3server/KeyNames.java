package dev.holdfast.examples.s3server;

import dev.holdfast.api.storage.ObjectKey;
import java.nio.charset.StandardCharsets;

/**
 * Writes keys of S3, which hold any characters, as keys of a storage, which hold few: a byte that is not allowed, or is
 * the mark itself, becomes {@code _} and two hexadecimal digits. Keys below one prefix keep their order. Stateless.
 */
final class KeyNames {

    private static final char MARK = '_';

    private KeyNames() {}

    /** @throws IllegalArgumentException if a segment is empty, or the key is too long */
    static ObjectKey stored(String key) {
        return ObjectKey.of(storedPrefix(key));
    }

    static String storedPrefix(String prefix) {
        StringBuilder stored = new StringBuilder();
        for (byte b : prefix.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c != MARK && (c == '/' || ObjectKey.isValid(String.valueOf(c)) || c == '.')) {
                stored.append(c);
            } else {
                stored.append(MARK).append(String.format("%02x", (int) c));
            }
        }
        return stored.toString();
    }

    static String original(ObjectKey stored) {
        byte[] bytes = new byte[stored.value().length()];
        int length = 0;
        for (int i = 0; i < stored.value().length(); i++) {
            char c = stored.value().charAt(i);
            if (c == MARK) {
                bytes[length++] = (byte) Integer.parseInt(stored.value().substring(i + 1, i + 3), 16);
                i += 2;
            } else {
                bytes[length++] = (byte) c;
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
