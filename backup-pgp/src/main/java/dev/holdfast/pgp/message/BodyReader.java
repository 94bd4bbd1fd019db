package dev.holdfast.pgp.message;

import dev.holdfast.pgp.packet.PacketFrame;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Reads a message's body in one pass, and gives its content only after the MDC was found right.
 *
 * <p>Stricter than OpenPGP, since exactly one form is needed: AES-256, one literal packet of definite length, the MDC,
 * nothing else. More liberal than {@link BodyWriter} in three points, so that what {@code gpg --encrypt} made is read
 * too: any encoding of a definite length, any type, name and date of the literal packet.
 *
 * <p>Keeps one working buffer and its cipher. Not thread-safe.
 */
final class BodyReader {

    /** How a reading ended. */
    enum Outcome {
        OPENED(""),
        WRONG_PREFIX("the two check octets of its random prefix differ"),
        WRONG_FORM("it does not hold exactly one literal packet of definite length and an MDC"),
        WRONG_MDC("its modification detection code does not fit its content"),
        NO_ROOM("it is sound, but longer than its reader allows");

        private final String reason;

        Outcome(String reason) {
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    private static final int SHA1_BYTES = 20;

    private final AesCfb cfb = AesCfb.decryptor();
    private final MessageDigest sha1 = Sha.digest("SHA-1");
    private final byte[] work = new byte[AesCfb.STEP_BYTES];
    private final byte[] tail = new byte[BodyWriter.MDC_BYTES];
    private byte[] key = new byte[0];

    /**
     * @param sealed positioned after the body's version octet and limited to its end; consumed
     * @param plain receives the content; holds zeros where it was touched if the outcome is not {@link Outcome#OPENED}
     */
    Outcome read(byte[] sessionKey, ByteBuffer sealed, ByteBuffer plain) {
        if (Arrays.equals(key, sessionKey)) {
            cfb.restart();
        } else {
            cfb.useKey(sessionKey);
            key = sessionKey.clone();
        }
        sha1.reset();
        int start = plain.position();
        Outcome outcome = decrypt(sealed, plain);
        if (outcome != Outcome.OPENED) {
            int end = plain.position();
            for (int i = start; i < end; i++) {
                plain.put(i, (byte) 0);
            }
            plain.position(start);
        }
        Arrays.fill(work, (byte) 0);
        return outcome;
    }

    /** Forgets the last key. */
    void wipe() {
        Arrays.fill(key, (byte) 0);
        cfb.useKey(new byte[32]);
    }

    private Outcome decrypt(ByteBuffer sealed, ByteBuffer plain) {
        int totalBytes = sealed.remaining();
        int hashedBytes = totalBytes - SHA1_BYTES;
        int contentEnd = totalBytes - BodyWriter.MDC_BYTES;
        if (contentEnd < BodyWriter.PREFIX_BYTES) {
            return Outcome.WRONG_FORM;
        }
        int contentStart = 0;
        boolean room = true;
        for (int at = 0; at < totalBytes; at += work.length) {
            int step = Math.min(work.length, totalBytes - at);
            decryptStep(sealed, step);
            if (at == 0) {
                if (work[14] != work[16] || work[15] != work[17]) {
                    return Outcome.WRONG_PREFIX;
                }
                contentStart = contentStart(step, contentEnd);
                room = contentEnd - contentStart <= plain.remaining();
            }
            sha1.update(work, 0, Math.max(0, Math.min(step, hashedBytes - at)));
            if (contentStart > 0 && room) {
                copy(at, step, contentStart, contentEnd, plain);
            }
            keepTail(at, step, contentEnd);
        }
        if (tail[0] != (byte) 0xD3
                || tail[1] != SHA1_BYTES
                || !MessageDigest.isEqual(sha1.digest(), Arrays.copyOfRange(tail, 2, tail.length))) {
            return Outcome.WRONG_MDC;
        }
        return contentStart == 0 ? Outcome.WRONG_FORM : room ? Outcome.OPENED : Outcome.NO_ROOM;
    }

    private void decryptStep(ByteBuffer sealed, int step) {
        if (sealed.hasArray()) {
            cfb.process(sealed.array(), sealed.arrayOffset() + sealed.position(), step, work, 0);
            sealed.position(sealed.position() + step);
        } else {
            sealed.get(work, 0, step);
            cfb.process(work, 0, step, work, 0);
        }
    }

    /** Where the literal packet's content starts, or 0 if that packet is not what must be there. */
    private int contentStart(int step, int contentEnd) {
        int limit = Math.min(step, contentEnd);
        PacketFrame literal = PacketFrame.at(ByteBuffer.wrap(work), BodyWriter.PREFIX_BYTES, limit);
        if (literal == null
                || literal.tag() != PacketFrame.LITERAL
                || literal.end() != contentEnd
                || literal.bodyOffset() + 6 > limit) {
            return 0;
        }
        int nameBytes = work[literal.bodyOffset() + 1] & 0xFF;
        int start = literal.bodyOffset() + 6 + nameBytes;
        return start <= contentEnd ? start : 0;
    }

    private void copy(int at, int step, int contentStart, int contentEnd, ByteBuffer plain) {
        int from = Math.max(at, contentStart);
        int to = Math.min(at + step, contentEnd);
        if (from < to) {
            plain.put(work, from - at, to - from);
        }
    }

    private void keepTail(int at, int step, int contentEnd) {
        int from = Math.max(at, contentEnd);
        int to = at + step;
        if (from < to) {
            System.arraycopy(work, from - at, tail, from - contentEnd, to - from);
        }
    }
}
