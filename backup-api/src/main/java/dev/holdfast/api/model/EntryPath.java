package dev.holdfast.api.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The path of an entry inside a snapshot: names separated by single slashes, relative, as bytes. A name is 1 to 4,096
 * bytes without NUL and slash, and is not {@code .} or {@code ..}; a path is at most 65,535 bytes. The path without any
 * name is the {@linkplain #ROOT root}. Names need not be UTF-8.
 *
 * <p>Ordered name by name, by unsigned bytes: a directory stands before what it holds, and all that it holds before its
 * next sibling ({@code a}, {@code a/b}, {@code a.b}). Immutable.
 */
public final class EntryPath implements Comparable<EntryPath> {

    /** The root of a snapshot; its text is empty. */
    public static final EntryPath ROOT = new EntryPath(new byte[0]);

    private static final int MAX_PATH_BYTES = 65_535;
    private static final int MAX_NAME_BYTES = 4_096;

    private final byte[] bytes;

    private EntryPath(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads a path as a person writes it: leading and trailing slashes and {@code .} alone are dropped.
     *
     * @throws IllegalArgumentException if it is no path inside a snapshot
     */
    public static EntryPath of(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) == '/') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == '/') {
            end--;
        }
        String trimmed = text.substring(start, end);
        return trimmed.isEmpty() || trimmed.equals(".") ? ROOT : ofBytes(trimmed.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param bytes the exact path, copied
     * @throws IllegalArgumentException if it is no path inside a snapshot
     */
    public static EntryPath ofBytes(byte[] bytes) {
        if (bytes.length == 0) {
            return ROOT;
        }
        if (bytes.length > MAX_PATH_BYTES) {
            throw new IllegalArgumentException("path of " + bytes.length + " bytes; at most " + MAX_PATH_BYTES);
        }
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                checkName(bytes, start, i);
                start = i + 1;
            }
        }
        return new EntryPath(bytes.clone());
    }

    private static void checkName(byte[] bytes, int start, int end) {
        int length = end - start;
        boolean dots =
                length == 1 && bytes[start] == '.' || length == 2 && bytes[start] == '.' && bytes[start + 1] == '.';
        boolean nul = false;
        for (int i = start; i < end; i++) {
            nul |= bytes[i] == 0;
        }
        if (length == 0 || length > MAX_NAME_BYTES || dots || nul) {
            throw new IllegalArgumentException("not a path inside a snapshot: \"" + display(bytes)
                    + "\"; each name has 1 to " + MAX_NAME_BYTES + " bytes without NUL, and is not . or ..");
        }
    }

    /** The path of a direct child. */
    public EntryPath resolve(byte[] name) {
        checkName(name, 0, name.length);
        for (byte b : name) {
            if (b == '/') {
                throw new IllegalArgumentException("a slash in the name \"" + display(name) + "\"");
            }
        }
        if (bytes.length == 0) {
            return new EntryPath(name.clone());
        }
        byte[] child = Arrays.copyOf(bytes, bytes.length + 1 + name.length);
        child[bytes.length] = '/';
        System.arraycopy(name, 0, child, bytes.length + 1, name.length);
        if (child.length > MAX_PATH_BYTES) {
            throw new IllegalArgumentException("path of " + child.length + " bytes; at most " + MAX_PATH_BYTES);
        }
        return new EntryPath(child);
    }

    /** This path below another one: {@code a/b} below {@code x} is {@code x/a/b}. */
    public EntryPath below(EntryPath parent) {
        if (parent.isRoot() || isRoot()) {
            return parent.isRoot() ? this : parent;
        }
        byte[] joined = Arrays.copyOf(parent.bytes, parent.bytes.length + 1 + bytes.length);
        joined[parent.bytes.length] = '/';
        System.arraycopy(bytes, 0, joined, parent.bytes.length + 1, bytes.length);
        return ofBytes(joined);
    }

    /** This path as seen from an ancestor or itself: {@code x/a} from {@code x} is {@code a}. */
    public EntryPath relativeTo(EntryPath ancestor) {
        if (!startsWith(ancestor)) {
            throw new IllegalArgumentException(this + " is not below " + ancestor);
        }
        if (ancestor.isRoot()) {
            return this;
        }
        return bytes.length == ancestor.bytes.length
                ? ROOT
                : new EntryPath(Arrays.copyOfRange(bytes, ancestor.bytes.length + 1, bytes.length));
    }

    /** Whether this is the other path or below it. */
    public boolean startsWith(EntryPath other) {
        int n = other.bytes.length;
        return n == 0
                || bytes.length >= n
                        && Arrays.equals(bytes, 0, n, other.bytes, 0, n)
                        && (bytes.length == n || bytes[n] == '/');
    }

    public boolean isRoot() {
        return bytes.length == 0;
    }

    /** The directory that holds this entry; nothing for the root. */
    public Optional<EntryPath> parent() {
        if (isRoot()) {
            return Optional.empty();
        }
        int slash = lastSlash();
        return Optional.of(slash < 0 ? ROOT : new EntryPath(Arrays.copyOf(bytes, slash)));
    }

    /** The last name as new bytes; empty for the root. */
    public byte[] name() {
        return Arrays.copyOfRange(bytes, lastSlash() + 1, bytes.length);
    }

    private int lastSlash() {
        int i = bytes.length - 1;
        while (i >= 0 && bytes[i] != '/') {
            i--;
        }
        return i;
    }

    /** The number of names; 0 for the root. */
    public int depth() {
        if (isRoot()) {
            return 0;
        }
        int depth = 1;
        for (byte b : bytes) {
            depth += b == '/' ? 1 : 0;
        }
        return depth;
    }

    /** The exact path, copied; empty for the root. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public int lengthBytes() {
        return bytes.length;
    }

    /** The path as text, if it is valid UTF-8 without control characters. */
    public Optional<String> text() {
        for (byte b : bytes) {
            if (b >= 0 && b < 0x20 || b == 0x7f) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Slash sorts before every other byte, which makes the comparison of bytes one of names. */
    @Override
    public int compareTo(EntryPath other) {
        int i = Arrays.mismatch(bytes, other.bytes);
        if (i < 0) {
            return 0;
        }
        if (i >= bytes.length || i >= other.bytes.length) {
            return bytes.length - other.bytes.length;
        }
        int a = bytes[i] == '/' ? -1 : bytes[i] & 0xff;
        int b = other.bytes[i] == '/' ? -1 : other.bytes[i] & 0xff;
        return a - b;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof EntryPath other && Arrays.equals(bytes, other.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** For people: UTF-8 text where possible; other bytes and control characters as {@code \xNN}. Not reversible. */
    @Override
    public String toString() {
        return text().orElseGet(() -> display(bytes));
    }

    private static String display(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            if (b >= 0x20 && b < 0x7f) {
                text.append((char) b);
            } else {
                text.append("\\x").append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
            }
        }
        return text.toString();
    }
}
