package dev.holdfast.pgp.message;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.jspecify.annotations.Nullable;

/** One session key, which is made here and never leaves but wrapped, and what it may still seal. Thread-safe. */
final class SealingSession {

    private final SecureRandom random;
    private final byte[] sessionKey = new byte[32];
    private final byte[] head;
    private final AtomicLong leftBytes;
    /** At most as many as threads seal at the same time. */
    private final Deque<BodyWriter> idleWriters = new ConcurrentLinkedDeque<>();

    private volatile boolean closed;

    /** @param passphrase wiped by the caller; null if there is none */
    SealingSession(
            List<PGPPublicKey> recipients, char @Nullable [] passphrase, SecureRandom random, long mostPlainBytes) {
        this.random = random;
        this.leftBytes = new AtomicLong(mostPlainBytes);
        random.nextBytes(sessionKey);
        this.head = HeadWriter.write(sessionKey, recipients, passphrase, random);
    }

    int headBytes() {
        return head.length;
    }

    /** Whether so much can still be sealed; if so, it counts as sealed. */
    boolean take(int plainBytes) {
        return leftBytes.addAndGet(-plainBytes) >= 0;
    }

    void seal(ByteBuffer plain, ByteBuffer sealed) {
        BodyWriter writer = idleWriters.pollFirst();
        if (writer == null) {
            writer = newWriter();
        }
        sealed.put(head);
        writer.write(plain, sealed);
        idleWriters.addFirst(writer);
    }

    private BodyWriter newWriter() {
        synchronized (sessionKey) {
            if (closed) {
                throw new IllegalStateException("the sealer is closed");
            }
            return new BodyWriter(sessionKey, random);
        }
    }

    void close() {
        synchronized (sessionKey) {
            closed = true;
            Arrays.fill(sessionKey, (byte) 0);
            idleWriters.clear();
        }
    }
}
