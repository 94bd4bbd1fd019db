package dev.holdfast.pgp.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where one packet of definite length lies (RFC 9580, section 4.2): both header formats, every width of length. Partial
 * and open lengths are not read.
 *
 * @param tag the type of the packet, as RFC 4880 and Bouncy Castle call it
 * @param bodyOffset of its first octet after the header, absolute
 * @param bodyBytes the length that the header claims; may reach beyond the buffer
 */
public record PacketFrame(int tag, int bodyOffset, long bodyBytes) {

    public static final int PUBLIC_KEY_ESK = 1;
    public static final int SYMMETRIC_KEY_ESK = 3;
    public static final int LITERAL = 11;
    public static final int SEIPD = 18;

    /** The packet that starts at {@code offset}, or null if there is no whole, readable header. */
    public static @Nullable PacketFrame at(ByteBuffer buffer, int offset, int limit) {
        if (offset >= limit) {
            return null;
        }
        int first = octet(buffer, offset);
        if ((first & 0x80) == 0) {
            return null;
        }
        return (first & 0x40) == 0
                ? oldFormat(buffer, offset + 1, limit, first)
                : newFormat(buffer, offset + 1, limit, first & 0x3F);
    }

    /** Of the packet, absolute; may lie beyond the buffer. */
    public long end() {
        return bodyOffset + bodyBytes;
    }

    private static @Nullable PacketFrame oldFormat(ByteBuffer buffer, int at, int limit, int first) {
        int width = 1 << (first & 3);
        if (width > 4 || at + width > limit) {
            return null;
        }
        return new PacketFrame(first >> 2 & 0x0F, at + width, number(buffer, at, width));
    }

    private static @Nullable PacketFrame newFormat(ByteBuffer buffer, int at, int limit, int tag) {
        if (at >= limit) {
            return null;
        }
        int first = octet(buffer, at);
        if (first < 192) {
            return new PacketFrame(tag, at + 1, first);
        }
        if (first < 224 && at + 2 <= limit) {
            return new PacketFrame(tag, at + 2, ((first - 192L) << 8) + octet(buffer, at + 1) + 192);
        }
        if (first == 255 && at + 5 <= limit) {
            return new PacketFrame(tag, at + 5, number(buffer, at + 1, 4));
        }
        return null;
    }

    private static long number(ByteBuffer buffer, int at, int width) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | octet(buffer, at + i);
        }
        return value;
    }

    private static int octet(ByteBuffer buffer, int at) {
        return buffer.get(at) & 0xFF;
    }
}
