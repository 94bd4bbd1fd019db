package dev.holdfast.pgp.key;

import dev.holdfast.pgp.packet.PacketFrame;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.PacketTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;

/**
 * Leaves out of a key file what is of no use here and would keep the library from reading the rest: subkeys of version
 * 4 by algorithms that it does not know, such as those against quantum computers, signatures that it cannot read, such
 * as those by such keys, pictures, and packets of types that must be ignored (40 and above: RFC 9580, section 4.3). A
 * packet that is cut off is an error: the library would leave out the subkey it belongs to.
 */
final class KeyPackets {

    private static final int FIRST_IGNORED_TYPE = 40;
    private static final int ALGORITHM_OFFSET = 5;

    private static final Set<Integer> ALGORITHMS = Set.of(
            PublicKeyAlgorithmTags.RSA_GENERAL,
            PublicKeyAlgorithmTags.RSA_ENCRYPT,
            PublicKeyAlgorithmTags.RSA_SIGN,
            PublicKeyAlgorithmTags.ELGAMAL_ENCRYPT,
            PublicKeyAlgorithmTags.ELGAMAL_GENERAL,
            PublicKeyAlgorithmTags.DSA,
            PublicKeyAlgorithmTags.ECDH,
            PublicKeyAlgorithmTags.ECDSA,
            PublicKeyAlgorithmTags.EDDSA_LEGACY,
            PublicKeyAlgorithmTags.X25519,
            PublicKeyAlgorithmTags.X448,
            PublicKeyAlgorithmTags.Ed25519,
            PublicKeyAlgorithmTags.Ed448);

    private KeyPackets() {}

    /** @throws IllegalArgumentException if what is there is no sequence of whole packets */
    static byte[] readable(byte[] packets) {
        ByteArrayOutputStream readable = new ByteArrayOutputStream(packets.length);
        ByteBuffer buffer = ByteBuffer.wrap(packets);
        boolean ownerLeftOut = false;
        boolean leftOut = false;
        int end;
        for (int at = 0; at < packets.length; at = end) {
            PacketFrame packet = PacketFrame.at(buffer, at, packets.length);
            if (packet == null || packet.end() > packets.length) {
                throw new IllegalArgumentException("no whole packet at offset " + at);
            }
            end = (int) packet.end();
            if (packet.tag() >= FIRST_IGNORED_TYPE) {
                continue;
            }
            if (packet.tag() == PacketTags.SIGNATURE) {
                leftOut = ownerLeftOut || !isReadable(packets, at, end);
            } else if (packet.tag() != PacketTags.TRUST) { // GnuPG's note on what stands before it
                ownerLeftOut = packet.tag() == PacketTags.USER_ATTRIBUTE || isUnknownSubkey(packet, packets);
                leftOut = ownerLeftOut;
            }
            if (!leftOut) {
                readable.write(packets, at, end - at);
            }
        }
        return readable.toByteArray();
    }

    /** Whether the library can read the packet, and reads all of it. */
    private static boolean isReadable(byte[] packets, int at, int end) {
        BCPGInputStream packet = new BCPGInputStream(new ByteArrayInputStream(packets, at, end - at));
        try {
            packet.readPacket();
            return packet.read() < 0;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static boolean isUnknownSubkey(PacketFrame packet, byte[] packets) {
        return (packet.tag() == PacketTags.PUBLIC_SUBKEY || packet.tag() == PacketTags.SECRET_SUBKEY)
                && packet.bodyBytes() > ALGORITHM_OFFSET
                && packets[packet.bodyOffset()] == 4
                && !ALGORITHMS.contains(packets[packet.bodyOffset() + ALGORITHM_OFFSET] & 0xFF);
    }
}
