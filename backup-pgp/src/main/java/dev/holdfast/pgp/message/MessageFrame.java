package dev.holdfast.pgp.message;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.pgp.packet.PacketFrame;
import java.nio.ByteBuffer;

/**
 * Where head and body of a message lie, without a look into them.
 *
 * @param headOffset of the first ESK packet, absolute
 * @param headBytes all ESK packets together
 * @param body the SEIPD packet
 */
record MessageFrame(int headOffset, int headBytes, PacketFrame body) {

    static final int MAX_HEAD_BYTES = 64 << 10;

    /** Each may cost a private-key operation or a derivation, and whoever writes to the store could add any number. */
    static final int MAX_HEAD_PACKETS = 64;

    /**
     * Finds the parts of the message at the buffer's position.
     *
     * @throws IntegrityException if the bytes up to the body's header are not of this form
     */
    static MessageFrame at(ByteBuffer buffer) {
        int start = buffer.position();
        int limit = buffer.limit();
        int offset = start;
        for (int packets = 0; ; packets++) {
            PacketFrame packet = PacketFrame.at(buffer, offset, limit);
            if (packet == null) {
                throw unexpected("no packet header at offset " + (offset - start));
            }
            if (packet.tag() == PacketFrame.SEIPD) {
                return new MessageFrame(start, offset - start, packet);
            }
            if (packet.tag() != PacketFrame.PUBLIC_KEY_ESK && packet.tag() != PacketFrame.SYMMETRIC_KEY_ESK) {
                throw unexpected("a packet of type " + packet.tag() + " at offset " + (offset - start));
            }
            if (packets == MAX_HEAD_PACKETS) {
                throw unexpected("more than " + MAX_HEAD_PACKETS + " session-key packets");
            }
            if (packet.end() > limit || packet.end() - start > MAX_HEAD_BYTES) {
                throw unexpected("a session-key packet of " + packet.bodyBytes() + " bytes at offset "
                        + (offset - start) + " that leaves the message or its head's limit of " + MAX_HEAD_BYTES
                        + " bytes");
            }
            offset = (int) packet.end();
        }
    }

    private static IntegrityException unexpected(String found) {
        return new IntegrityException("this is no sealed block: expected encrypted-session-key packets and one "
                + "integrity-protected packet of OpenPGP, found " + found);
    }
}
