package dev.holdfast.pgp.key;

import dev.holdfast.pgp.packet.PacketFrame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import org.bouncycastle.bcpg.PacketTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;

/**
 * Leaves out of a key file what is of no use here and would keep the library from reading the rest: subkeys of version 4 by algorithms
 * that it does not know, such as those against quantum computers, pictures, and packets of types that must be ignored (40
 * and above: RFC 9580, section 4.3). A packet that is cut off is an error: the library would leave out the subkey it belongs to.
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
        boolean leftOut = false;
        int end;
        for (int at = 0; at < packets.length; at = end) {
            PacketFrame packet = PacketFrame.at(buffer, at, packets.length);
            if (packet == null || packet.end() > packets.length) {
                throw new IllegalArgumentException("No whole packet at offset " + at);
            }
            end = (int) packet.end();
            if (packet.tag() >= FIRST_IGNORED_TYPE) {
                continue;
            }
            // Signatures, and GnuPG's notes of trust, belong to what stands before them.
            if (packet.tag() != PacketTags.SIGNATURE && packet.tag() != PacketTags.TRUST) {
                leftOut = packet.tag() == PacketTags.USER_ATTRIBUTE || isUnknownSubkey(packet, packets);
            }
            if (!leftOut) {
                readable.write(packets, at, end - at);
            }
        }
        return readable.toByteArray();
    }

    private static boolean isUnknownSubkey(PacketFrame packet, byte[] packets) {
        return (packet.tag() == PacketTags.PUBLIC_SUBKEY || packet.tag() == PacketTags.SECRET_SUBKEY)
                && packet.bodyBytes() > ALGORITHM_OFFSET
                && packets[packet.bodyOffset()] == 4
                && !ALGORITHMS.contains(packets[packet.bodyOffset() + ALGORITHM_OFFSET] & 0xFF);
    }
}
