package dev.holdfast.examples.command.line;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * An argument or an environment value as bytes. A string would not do: under {@code LC_ALL=C} the JVM cannot make one
 * from a name such as {@code é}. Immutable.
 */
public final class Word {

    private static final boolean UTF_8_NAMES = "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding", ""));
    private static final String HEX = "0123456789ABCDEF";

    private final byte[] bytes;

    private Word(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Word of(String text) {
        return new Word(text.getBytes(StandardCharsets.UTF_8));
    }

    public static Word ofBytes(byte[] bytes) {
        return new Word(bytes.clone());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    public boolean startsWith(String ascii) {
        if (bytes.length < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    public boolean is(String ascii) {
        return bytes.length == ascii.length() && startsWith(ascii);
    }

    int length() {
        return bytes.length;
    }

    /** The first place of an ASCII character, or -1. */
    public int indexOf(char ascii) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == ascii) {
                return i;
            }
        }
        return -1;
    }

    /** The last place of an ASCII character, or -1. */
    public int lastIndexOf(char ascii) {
        int i = bytes.length - 1;
        while (i >= 0 && bytes[i] != ascii) {
            i--;
        }
        return i;
    }

    public Word part(int from, int to) {
        return new Word(Arrays.copyOfRange(bytes, from, to));
    }

    public Word from(int start) {
        return part(start, bytes.length);
    }

    /**
     * @throws UsageException if it is not UTF-8
     */
    public String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UsageException("\"" + this + "\" must be valid UTF-8");
        }
    }

    /**
     * The path of exactly these bytes.
     *
     * @throws UsageException if there is none
     */
    public Path path() {
        if (bytes.length == 0) {
            throw new UsageException("an empty word is no path");
        }
        try {
            int bits = 0;
            for (byte b : bytes) {
                bits |= b;
            }
            if (bits >= 0) {
                return Path.of(new String(bytes, StandardCharsets.ISO_8859_1));
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (UTF_8_NAMES && text.indexOf('\uFFFD') < 0) {
                return Path.of(text);
            }
            return bytes[0] == '/' ? absolute() : relative();
        } catch (InvalidPathException e) {
            throw new UsageException("\"" + this + "\" is no path: " + e.getReason());
        }
    }

    /** A URI spells every byte out, whatever the locale. */
    private Path absolute() {
        StringBuilder uri = new StringBuilder("file://");
        for (byte b : bytes) {
            escape(b, uri);
        }
        return Path.of(URI.create(uri.toString()));
    }

    private Path relative() {
        byte[] rooted = new byte[bytes.length + 1];
        rooted[0] = '/';
        System.arraycopy(bytes, 0, rooted, 1, bytes.length);
        Path absolute = new Word(rooted).absolute();
        return absolute.subpath(0, absolute.getNameCount());
    }

    static void escape(byte b, StringBuilder uri) {
        if (b == '/' || b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z') {
            uri.append((char) b);
        } else {
            uri.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Word other && Arrays.equals(bytes, other.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** For messages: what is not UTF-8 is shown as a replacement character. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
