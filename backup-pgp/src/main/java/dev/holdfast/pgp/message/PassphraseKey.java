package dev.holdfast.pgp.message;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.pgp.packet.PacketFrame;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The symmetric-key ESK packet, version 4 (RFC 9580, section 5.3.1), and the iterated and salted derivation of its key
 * (section 3.7.1.3). About 40 ms a derivation.
 */
final class PassphraseKey {

    private static final int AES_256 = 9;
    private static final int ITERATED_AND_SALTED = 3;
    private static final int SHA_256 = 8;
    private static final int KEY_BYTES = 32;
    private static final int SALT_BYTES = 8;
    /** The most that the octet can say: 65,011,712 bytes are hashed. */
    private static final int MAX_COUNT = 0xFF;

    private PassphraseKey() {}

    /** The whole packet that wraps a session key. */
    static byte[] wrap(byte[] sessionKey, char[] passphrase, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] wrapped = new byte[1 + KEY_BYTES];
        wrapped[0] = AES_256;
        System.arraycopy(sessionKey, 0, wrapped, 1, KEY_BYTES);
        byte[] key = derive("SHA-256", salt, MAX_COUNT, passphrase);
        AesCfb.encryptor(key).process(wrapped, 0, wrapped.length, wrapped, 0);
        Arrays.fill(key, (byte) 0);
        int bodyBytes = 4 + SALT_BYTES + 1 + wrapped.length;
        return ByteBuffer.allocate(2 + bodyBytes)
                .put((byte) (0xC0 | PacketFrame.SYMMETRIC_KEY_ESK))
                .put((byte) bodyBytes)
                .put(new byte[] {4, AES_256, ITERATED_AND_SALTED, SHA_256})
                .put(salt)
                .put((byte) MAX_COUNT)
                .put(wrapped)
                .array();
    }

    /**
     * The session key, which may still be a wrong one: the packet has no checksum but one octet.
     *
     * @param body of the packet
     * @return null if the passphrase does not fit for certain
     * @throws IntegrityException if the packet is of another form
     */
    static byte @Nullable [] unwrap(byte[] body, char[] passphrase) {
        int fixed = 4 + SALT_BYTES + 1;
        // Then the derived key is the session key itself, as gpg --symmetric has it.
        boolean bare = body.length == fixed;
        if (!bare && body.length != fixed + 1 + KEY_BYTES) {
            throw unreadable();
        }
        if (body[0] != 4 || body[1] != AES_256 || body[2] != ITERATED_AND_SALTED) {
            throw unreadable();
        }
        byte[] key =
                derive(digestName(body[3]), Arrays.copyOfRange(body, 4, 4 + SALT_BYTES), body[12] & 0xFF, passphrase);
        if (bare) {
            return key;
        }
        byte[] wrapped = Arrays.copyOfRange(body, fixed, body.length);
        AesCfb cfb = AesCfb.decryptor();
        cfb.useKey(key);
        cfb.process(wrapped, 0, wrapped.length, wrapped, 0);
        Arrays.fill(key, (byte) 0);
        return wrapped[0] == AES_256 ? Arrays.copyOfRange(wrapped, 1, wrapped.length) : null;
    }

    private static byte[] derive(String digestName, byte[] salt, int codedCount, char[] passphrase) {
        ByteBuffer text = StandardCharsets.UTF_8.encode(CharBuffer.wrap(passphrase));
        byte[] unit = new byte[salt.length + text.remaining()];
        System.arraycopy(salt, 0, unit, 0, salt.length);
        text.get(unit, salt.length, text.remaining());
        Arrays.fill(text.array(), (byte) 0);

        MessageDigest digest = Sha.digest(digestName);
        int unitsAtOnce = Math.max(1, 8192 / unit.length);
        byte[] units = new byte[unitsAtOnce * unit.length];
        for (int at = 0; at < units.length; at += unit.length) {
            System.arraycopy(unit, 0, units, at, unit.length);
        }
        int count = Math.max((16 + (codedCount & 15)) << ((codedCount >> 4) + 6), unit.length);
        byte[] key = new byte[KEY_BYTES];
        int made = 0;
        for (int preload = 0; made < KEY_BYTES; preload++) {
            digest.update(new byte[preload]);
            for (int left = count; left > 0; left -= units.length) {
                digest.update(units, 0, Math.min(left, units.length));
            }
            byte[] hash = digest.digest();
            int taken = Math.min(hash.length, KEY_BYTES - made);
            System.arraycopy(hash, 0, key, made, taken);
            made += taken;
        }
        Arrays.fill(unit, (byte) 0);
        Arrays.fill(units, (byte) 0);
        return key;
    }

    private static String digestName(int id) {
        return switch (id) {
            case 2 -> "SHA-1";
            case SHA_256 -> "SHA-256";
            case 9 -> "SHA-384";
            case 10 -> "SHA-512";
            default -> throw unreadable();
        };
    }

    private static IntegrityException unreadable() {
        return new IntegrityException(
                "this is no sealed block: its packet for a passphrase is not of version 4 with AES-256 "
                        + "and an iterated and salted derivation");
    }
}
