package dev.holdfast.pgp.message;

import dev.holdfast.api.cipher.Sealer;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.pgp.key.KeyName;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.jspecify.annotations.Nullable;

/** Seals for fixed recipients, under a session key that is made here and never leaves but wrapped. */
public final class MessageSealer implements Sealer {

    private static final long MAX_TOTAL_BYTES = 1L << 40;

    private final SecureRandom random;
    private final List<String> recipients;
    private final byte[] sessionKey = new byte[32];
    private final byte[] head;
    private final AtomicLong sealedBytes;
    /** At most as many as threads seal at the same time. */
    private final Deque<BodyWriter> idleWriters = new ConcurrentLinkedDeque<>();

    private volatile boolean closed;

    /**
     * @param passphrase wiped by the caller; null if there is none
     * @throws ConfigurationException if a key cannot be encrypted to
     */
    public MessageSealer(List<PGPPublicKey> recipients, char @Nullable [] passphrase, SecureRandom random) {
        this(recipients, passphrase, random, 0);
    }

    MessageSealer(
            List<PGPPublicKey> recipients, char @Nullable [] passphrase, SecureRandom random, long alreadySealedBytes) {
        this.random = random;
        this.recipients =
                recipients.stream().map(it -> KeyName.longId(it.getKeyID())).toList();
        this.sealedBytes = new AtomicLong(alreadySealedBytes);
        random.nextBytes(sessionKey);
        this.head = HeadWriter.write(sessionKey, recipients, passphrase, random);
    }

    @Override
    public int maxSealedBytes(int plainBytes) {
        return Math.addExact(plainBytes, head.length + BodyWriter.OVERHEAD_BYTES);
    }

    @Override
    public void seal(ByteBuffer plain, ByteBuffer sealed) {
        int neededBytes = maxSealedBytes(plain.remaining());
        if (sealed.remaining() < neededBytes) {
            throw new IllegalArgumentException(
                    "The block needs " + neededBytes + " bytes, the buffer has room for " + sealed.remaining());
        }
        if (sealedBytes.addAndGet(plain.remaining()) > MAX_TOTAL_BYTES) {
            throw new ConfigurationException(
                    "One session key seals at most 1 TiB, which is reached. Commit what is stored, "
                            + "and continue with a new sealer.");
        }
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
                throw new IllegalStateException("The sealer is closed");
            }
            return new BodyWriter(sessionKey, random);
        }
    }

    @Override
    public List<String> recipients() {
        return recipients;
    }

    @Override
    public void close() {
        synchronized (sessionKey) {
            closed = true;
            Arrays.fill(sessionKey, (byte) 0);
            idleWriters.clear();
        }
    }
}
