package dev.holdfast.core.posix;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Leads from {@link Path}s to the bytes of their names and back, whatever the locale. A Java string cannot carry a name
 * that the platform's character set does not know (under {@code LC_ALL=C}: every name beyond ASCII), but a {@code Path}
 * holds bytes, and its URI spells each of them out. The URI is slow, so names that survive as strings go that way.
 * Only for paths of the default file system.
 */
public final class PathBytes {

    private static final boolean UTF_8 = "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding", ""));
    private static final char REPLACEMENT = '\uFFFD';
    private static final String HEX = "0123456789ABCDEF";

    private PathBytes() {}

    /** The exact bytes of a path as it is, not made absolute. */
    public static byte[] of(Path path) {
        String text = path.toString();
        byte[] direct = encode(text);
        if (direct.length > 0 || text.isEmpty()) {
            return direct;
        }
        if (path.isAbsolute()) {
            return decodeUri(path);
        }
        int prefix = of(Path.of("").toAbsolutePath()).length + 1;
        byte[] absolute = decodeUri(path);
        return Arrays.copyOfRange(absolute, Math.min(prefix, absolute.length), absolute.length);
    }

    /** The bytes of a path's last name; empty for {@code /}. */
    public static byte[] nameOf(Path path) {
        Path name = path.getFileName();
        if (name == null) {
            return new byte[0];
        }
        String text = name.toString();
        byte[] direct = encode(text);
        if (direct.length > 0 || text.isEmpty()) {
            return direct;
        }
        byte[] whole = decodeUri(path);
        int slash = whole.length - 1;
        while (whole[slash] != '/') {
            slash--;
        }
        return Arrays.copyOfRange(whole, slash + 1, whole.length);
    }

    /**
     * @param parent an absolute path
     * @param name a single name, or several with slashes between them
     */
    public static Path child(Path parent, byte[] name) {
        String text = decode(name);
        return text != null ? parent.resolve(text) : fromAbsolute(join(of(parent), name));
    }

    /** The path of these bytes. Doubled and trailing slashes are lost, as in every {@code Path}. */
    public static Path toPath(byte[] bytes) {
        String text = decode(bytes);
        if (text != null) {
            return Path.of(text);
        }
        if (bytes[0] == '/') {
            return fromAbsolute(bytes);
        }
        Path absolute = fromAbsolute(join(new byte[0], bytes));
        return absolute.subpath(0, absolute.getNameCount());
    }

    private static byte[] join(byte[] parent, byte[] name) {
        int length = parent.length == 1 && parent[0] == '/' ? 0 : parent.length;
        byte[] joined = Arrays.copyOf(parent, length + 1 + name.length);
        joined[length] = '/';
        System.arraycopy(name, 0, joined, length + 1, name.length);
        return joined;
    }

    /** The bytes of a string that lost nothing when it was made from them; otherwise empty. */
    private static byte[] encode(String text) {
        boolean ascii = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            ascii &= c < 0x80;
            if (c == REPLACEMENT || !ascii && !UTF_8) {
                return new byte[0];
            }
        }
        return text.getBytes(ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    /** A string that the platform turns into exactly these bytes; null if there is none. */
    private static @Nullable String decode(byte[] bytes) {
        int bits = 0;
        for (byte b : bytes) {
            bits |= b;
        }
        if (bits >= 0) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        if (!UTF_8) {
            return null;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : null;
    }

    /** Absolute, without the slash that a directory's URI ends in. */
    private static byte[] decodeUri(Path path) {
        String uri = path.toUri().getRawPath();
        byte[] bytes = new byte[uri.length()];
        int n = 0;
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c == '%') {
                bytes[n++] =
                        (byte) (Character.digit(uri.charAt(i + 1), 16) << 4 | Character.digit(uri.charAt(i + 2), 16));
                i += 2;
            } else {
                bytes[n++] = (byte) c;
            }
        }
        return Arrays.copyOf(bytes, n > 1 && bytes[n - 1] == '/' ? n - 1 : n);
    }

    private static Path fromAbsolute(byte[] bytes) {
        StringBuilder uri = new StringBuilder("file://".length() + 3 * bytes.length).append("file://");
        for (byte b : bytes) {
            if (b == '/' || b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z') {
                uri.append((char) b);
            } else {
                uri.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
            }
        }
        return Path.of(URI.create(uri.toString()));
    }
}
