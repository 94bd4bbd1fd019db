package dev.holdfast.pgp.message;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * Writes a message's body in one pass. A whole message is, packet by packet:
 *
 * <pre>
 * bytes        content
 * ESK packets  for each recipient, in the order in which they were given, one
 *              C1 length  public-key encrypted session key, version 3
 *              and then, where there is a passphrase, one
 *              C3 2E      symmetric-key encrypted session key, version 4, 46 bytes:
 *                         04 09 (AES-256) 03 08 (iterated and salted S2K, SHA-256) salt[8] FF (65,011,712 bytes)
 *                         AES-256-CFB under the derived key, zero IV, of: 09 session-key[32]
 * 1            D2         tag 18, new format
 * 5            FF length  of what follows: 53 + n, big-endian
 * 1            01         version 1; everything after it is AES-256-CFB under the session key, with a zero IV:
 * 16           random
 * 2            the last two of these bytes again
 * 1            CB         tag 11, new format
 * 5            FF length  6 + n
 * 1            62         'b'
 * 1            00         no name
 * 4            00000000   no date
 * n            content
 * 2            D3 14      tag 19, 20 bytes
 * 20           SHA-1 of everything from the random bytes to D3 14
 * </pre>
 *
 * Lengths of this body always take five octets, so that a message is exactly {@value #OVERHEAD_BYTES} bytes and its
 * head longer than its content.
 *
 * <p>Keeps one working buffer and its ciphers, and allocates nothing more for a message. Not thread-safe.
 */
final class BodyWriter {

    /** What the body adds to the content. */
    static final int OVERHEAD_BYTES = 1 + 5 + 1 + BodyWriter.FRONT_BYTES + BodyWriter.MDC_BYTES;

    /**
     * The version octet, prefix, literal header and MDC: what the length of the SEIPD packet counts beside the content.
     */
    private static final int ADDED_BYTES = 1 + BodyWriter.FRONT_BYTES + BodyWriter.MDC_BYTES;

    static final int PREFIX_BYTES = 18;
    static final int MDC_BYTES = 22;
    private static final int FRONT_BYTES = PREFIX_BYTES + 12;

    private final SecureRandom random;
    private final AesCfb cfb;
    private final MessageDigest sha1 = Sha.digest("SHA-1");
    private final byte[] work = new byte[AesCfb.STEP_BYTES + MDC_BYTES];
    private final byte[] randomBytes = new byte[16];

    BodyWriter(byte[] sessionKey, SecureRandom random) {
        this.cfb = AesCfb.encryptor(sessionKey);
        this.random = random;
    }

    /** Writes the body for all that remains in {@code plain}. */
    void write(ByteBuffer plain, ByteBuffer sealed) {
        int plainBytes = plain.remaining();
        sealed.put((byte) 0xD2).put((byte) 0xFF);
        putInt(sealed, ADDED_BYTES + plainBytes);
        sealed.put((byte) 1);
        cfb.restart();
        sha1.reset();

        int filled = front(plainBytes);
        while (true) {
            int taken = Math.min(AesCfb.STEP_BYTES - filled, plain.remaining());
            plain.get(work, filled, taken);
            filled += taken;
            if (!plain.hasRemaining()) {
                break;
            }
            sha1.update(work, 0, filled);
            emit(filled, sealed);
            filled = 0;
        }
        emit(mdc(filled), sealed);
    }

    private int front(int plainBytes) {
        random.nextBytes(randomBytes);
        System.arraycopy(randomBytes, 0, work, 0, 16);
        work[16] = randomBytes[14];
        work[17] = randomBytes[15];
        ByteBuffer literal = ByteBuffer.wrap(work, PREFIX_BYTES, FRONT_BYTES - PREFIX_BYTES);
        literal.put((byte) 0xCB).put((byte) 0xFF).putInt(6 + plainBytes);
        literal.put((byte) 'b').put((byte) 0).putInt(0);
        return FRONT_BYTES;
    }

    private int mdc(int filled) {
        work[filled] = (byte) 0xD3;
        work[filled + 1] = 20;
        sha1.update(work, 0, filled + 2);
        try {
            sha1.digest(work, filled + 2, 20);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-1 has another length than 20 bytes", e);
        }
        return filled + MDC_BYTES;
    }

    private void emit(int lengthBytes, ByteBuffer sealed) {
        if (sealed.hasArray()) {
            cfb.process(work, 0, lengthBytes, sealed.array(), sealed.arrayOffset() + sealed.position());
            sealed.position(sealed.position() + lengthBytes);
        } else {
            cfb.process(work, 0, lengthBytes, work, 0);
            sealed.put(work, 0, lengthBytes);
        }
    }

    /** Independent of the byte order that the caller's buffer happens to have. */
    private static void putInt(ByteBuffer target, int value) {
        target.put((byte) (value >>> 24))
                .put((byte) (value >>> 16))
                .put((byte) (value >>> 8))
                .put((byte) value);
    }
}
