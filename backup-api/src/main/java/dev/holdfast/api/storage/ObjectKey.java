package dev.holdfast.api.storage;

import java.util.Objects;

/**
 * The name of an object inside a store: 1 to 512 characters of {@code a-z A-Z 0-9 . _ -} in segments separated by
 * single slashes; no segment is empty, {@code .} or {@code ..}. Ordered by its bytes.
 */
public record ObjectKey(String value) implements Comparable<ObjectKey> {

    private static final int MAX_LENGTH = 512;

    public ObjectKey {
        Objects.requireNonNull(value, "value");
        if (!isValid(value)) {
            throw new IllegalArgumentException("not an object key: \"" + value + "\"");
        }
    }

    public static ObjectKey of(String value) {
        return new ObjectKey(value);
    }

    /** Whether a text found in a store can be a key of ours; foreign objects are told apart by it. */
    public static boolean isValid(String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            return false;
        }
        int segment = 0;
        for (int i = 0; i <= value.length(); i++) {
            char c = i == value.length() ? '/' : value.charAt(i);
            if (c == '/') {
                int length = i - segment;
                boolean dots = length <= 2 && value.startsWith(".", segment) && value.charAt(i - 1) == '.';
                if (length == 0 || dots) {
                    return false;
                }
                segment = i + 1;
            } else if (!isAllowed(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAllowed(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-';
    }

    @Override
    public int compareTo(ObjectKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
