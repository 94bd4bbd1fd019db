package dev.holdfast.pgp.message;

import dev.holdfast.api.cipher.Sealer;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.pgp.key.KeyName;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.jspecify.annotations.Nullable;

/** Seals for fixed recipients, under one session key after the other, each for 1 TiB. */
public final class MessageSealer implements Sealer {

    private static final long MAX_SESSION_BYTES = 1L << 40;

    /** An encrypted number may take fewer bytes than another under the same key: one less in 256, two in 65,536. */
    private static final int HEAD_SLACK_BYTES = 4;

    private final SecureRandom random;
    private final List<PGPPublicKey> keys;
    private final List<String> recipients;
    private final char @Nullable [] passphrase;
    private final long sessionBytes;
    private final int maxHeadBytes;
    /** All that were begun, for a thread may still seal under an earlier one. */
    private final List<SealingSession> sessions = new ArrayList<>();

    private volatile SealingSession current;
    private boolean closed;

    /**
     * @param passphrase copied; null if there is none
     * @throws ConfigurationException if a key cannot be encrypted to
     */
    public MessageSealer(List<PGPPublicKey> recipients, char @Nullable [] passphrase, SecureRandom random) {
        this(recipients, passphrase, random, MAX_SESSION_BYTES);
    }

    /** @param sessionBytes of content that one session key seals at most */
    MessageSealer(List<PGPPublicKey> recipients, char @Nullable [] passphrase, SecureRandom random, long sessionBytes) {
        this.random = random;
        this.keys = List.copyOf(recipients);
        this.recipients =
                recipients.stream().map(it -> KeyName.longId(it.getKeyID())).toList();
        this.passphrase = passphrase == null ? null : passphrase.clone();
        this.sessionBytes = sessionBytes;
        this.current = new SealingSession(keys, this.passphrase, random, sessionBytes);
        this.maxHeadBytes = current.headBytes() + keys.size() * HEAD_SLACK_BYTES;
        sessions.add(current);
    }

    @Override
    public int maxSealedBytes(int plainBytes) {
        return Math.addExact(plainBytes, maxHeadBytes + BodyWriter.OVERHEAD_BYTES);
    }

    @Override
    public void seal(ByteBuffer plain, ByteBuffer sealed) {
        int neededBytes = maxSealedBytes(plain.remaining());
        if (sealed.remaining() < neededBytes) {
            throw new IllegalArgumentException(
                    "the block needs " + neededBytes + " bytes, the buffer has room for " + sealed.remaining());
        }
        SealingSession session = current;
        while (!session.take(plain.remaining())) {
            session = behind(session);
        }
        session.seal(plain, sealed);
    }

    private synchronized SealingSession behind(SealingSession spent) {
        if (closed) {
            throw new IllegalStateException("the sealer is closed");
        }
        while (current == spent || current.headBytes() > maxHeadBytes) {
            current = new SealingSession(keys, passphrase, random, sessionBytes);
            sessions.add(current);
        }
        return current;
    }

    @Override
    public List<String> recipients() {
        return recipients;
    }

    @Override
    public synchronized void close() {
        closed = true;
        sessions.forEach(SealingSession::close);
        if (passphrase != null) {
            Arrays.fill(passphrase, '\0');
        }
    }
}
