package dev.holdfast.pgp.message;

import dev.holdfast.api.cipher.Ability;
import dev.holdfast.api.cipher.Opener;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.pgp.key.KeyName;
import dev.holdfast.pgp.key.Passphrases;
import dev.holdfast.pgp.key.SecretKeys;
import dev.holdfast.pgp.packet.PacketFrame;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/** Opens messages, and remembers the session keys of the heads it has met. */
public final class MessageOpener implements Opener {

    /** Two for each run that wrote what is read; a forgotten one costs a private-key operation. */
    private static final int MAX_SESSIONS = 4096;

    private final HeadReader heads;
    private final Map<ByteBuffer, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);
    private final Deque<BodyReader> idleReaders = new ConcurrentLinkedDeque<>();

    private boolean closed;

    /** A session key, and whether it is known to be the right one. */
    private static final class Session {
        private final byte[] key;
        private volatile boolean certain;

        Session(HeadReader.Unwrapped unwrapped) {
            this.key = unwrapped.sessionKey();
            this.certain = unwrapped.certain();
        }
    }

    /**
     * @param secretKeys closed by the caller, after this
     * @param passphrase for messages sealed under one; null if there is none
     */
    public MessageOpener(SecretKeys secretKeys, @Nullable Passphrases passphrase) {
        this.heads = new HeadReader(secretKeys, passphrase);
    }

    @Override
    public Ability ability(ByteBuffer head) {
        byte[] packets = headOf(head, MessageFrame.at(head));
        List<String> keyIds =
                HeadReader.keyIds(packets).stream().map(KeyName::longId).toList();
        return new Ability(heads.canOpen(packets), keyIds);
    }

    @Override
    public void open(ByteBuffer sealed, ByteBuffer plain) {
        MessageFrame frame = MessageFrame.at(sealed);
        PacketFrame body = frame.body();
        if (body.end() != sealed.limit()) {
            throw new IntegrityException("the block is damaged: its length says that it ends after "
                    + (body.end() - frame.headOffset()) + " bytes, and it has " + sealed.remaining());
        }
        if (body.bodyBytes() < 1 || sealed.get(body.bodyOffset()) != 1) {
            throw new IntegrityException(
                    "this is no sealed block: expected an integrity-protected packet of version 1");
        }
        byte[] head = headOf(sealed, frame);
        Session session = session(head);
        sealed.position(body.bodyOffset() + 1);
        BodyReader reader = idleReaders.pollFirst();
        if (reader == null) {
            reader = new BodyReader();
        }
        BodyReader.Outcome outcome = reader.read(session.key, sealed, plain);
        idleReaders.addFirst(reader);
        if (outcome == BodyReader.Outcome.WRONG_PREFIX && !session.certain) {
            forget(head);
            throw HeadReader.wrongPassphrase();
        }
        if (outcome != BodyReader.Outcome.OPENED) {
            throw new IntegrityException("the block cannot be opened: " + outcome.reason());
        }
        session.certain = true;
    }

    /** One thread unwraps, the others wait: a key may need a person or a slow device. */
    private Session session(byte[] head) {
        ByteBuffer name = nameOf(head);
        synchronized (sessions) {
            if (closed) {
                throw new IllegalStateException(
                        "the opener is closed, and so is the repository, or the snapshot, that used it");
            }
            Session session = sessions.get(name);
            if (session == null) {
                session = new Session(heads.unwrap(head));
                sessions.put(name, session);
                if (sessions.size() > MAX_SESSIONS) {
                    sessions.remove(sessions.keySet().iterator().next());
                }
            }
            return session;
        }
    }

    private void forget(byte[] head) {
        synchronized (sessions) {
            sessions.remove(nameOf(head));
        }
    }

    private static ByteBuffer nameOf(byte[] head) {
        return ByteBuffer.wrap(Sha.digest("SHA-256").digest(head));
    }

    private static byte[] headOf(ByteBuffer message, MessageFrame frame) {
        byte[] head = new byte[frame.headBytes()];
        message.get(frame.headOffset(), head);
        return head;
    }

    @Override
    public void close() {
        synchronized (sessions) {
            closed = true;
            sessions.values().forEach(it -> Arrays.fill(it.key, (byte) 0));
            sessions.clear();
        }
        for (BodyReader reader = idleReaders.pollFirst(); reader != null; reader = idleReaders.pollFirst()) {
            reader.wipe();
        }
    }
}
