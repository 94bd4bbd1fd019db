package dev.holdfast.pgp.message;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.KeyException;
import dev.holdfast.pgp.key.KeyName;
import dev.holdfast.pgp.key.Passphrases;
import dev.holdfast.pgp.key.SecretKeys;
import dev.holdfast.pgp.packet.PacketFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKeyEncryptedData;
import org.bouncycastle.openpgp.PGPSessionKey;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyDataDecryptorFactory;
import org.jspecify.annotations.Nullable;

/** Unwraps a message's session key with whichever secret fits. */
final class HeadReader {

    /** An empty SEIPD packet: the library takes ESK packets apart only before one. */
    private static final byte[] EMPTY_BODY = {(byte) 0xD2, 1, 1};

    private static final int HIDDEN = 0;

    private final SecretKeys secretKeys;
    private final @Nullable Passphrases passphrase;

    /** @param passphrase for messages sealed under one; null if there is none */
    HeadReader(SecretKeys secretKeys, @Nullable Passphrases passphrase) {
        this.secretKeys = secretKeys;
        this.passphrase = passphrase;
    }

    /** @param certain false if only a message's opening shows whether the key is the right one */
    record Unwrapped(byte[] sessionKey, boolean certain) {}

    /** Ids of the keys that a head names; {@code 0} for a hidden one. */
    static List<Long> keyIds(byte[] head) {
        return packets(head).stream()
                .filter(it -> it.tag == PacketFrame.PUBLIC_KEY_ESK)
                .map(ReadPacket::keyId)
                .toList();
    }

    boolean canOpen(byte[] head) {
        return packets(head).stream()
                .anyMatch(it -> it.tag == PacketFrame.SYMMETRIC_KEY_ESK
                        ? passphrase != null
                        : it.keyId() == HIDDEN ? !secretKeys.isEmpty() : secretKeys.has(it.keyId()));
    }

    /**
     * @throws KeyException if no secret fits
     * @throws IntegrityException if the head is damaged
     */
    Unwrapped unwrap(byte[] head) {
        List<RuntimeException> failures = new ArrayList<>();
        List<ReadPacket> packets = packets(head);
        byte[] sessionKey = withSecretKey(packets, failures);
        if (sessionKey != null) {
            return new Unwrapped(sessionKey, true);
        }
        sessionKey = withPassphrase(packets, failures);
        if (sessionKey != null) {
            return new Unwrapped(sessionKey, false);
        }
        if (failures.isEmpty()) {
            throw missing(packets);
        }
        RuntimeException first = failures.get(0);
        failures.stream().skip(1).forEach(first::addSuppressed);
        throw first;
    }

    /**
     * @param failures takes why a key does not fit that should
     * @return null if none fits
     */
    private byte @Nullable [] withSecretKey(List<ReadPacket> packets, List<RuntimeException> failures) {
        for (ReadPacket packet : packets) {
            for (long keyId : candidates(packet)) {
                try {
                    return decrypt(packet, keyId);
                } catch (KeyException e) {
                    failures.add(e);
                } catch (IntegrityException e) {
                    // That a key does not open what hides its recipient says nothing.
                    if (packet.keyId() != HIDDEN) {
                        failures.add(e);
                    }
                }
            }
        }
        return null;
    }

    /** As {@link #withSecretKey}. */
    private byte @Nullable [] withPassphrase(List<ReadPacket> packets, List<RuntimeException> failures) {
        if (passphrase == null) {
            return null;
        }
        for (ReadPacket packet : packets) {
            if (packet.tag == PacketFrame.SYMMETRIC_KEY_ESK) {
                byte[] sessionKey = withPassphrase(packet, passphrase);
                if (sessionKey != null) {
                    return sessionKey;
                }
                failures.add(wrongPassphrase());
            }
        }
        return null;
    }

    static KeyException wrongPassphrase() {
        return new KeyException(
                "the passphrase that was given does not open the block: it was sealed under another one");
    }

    /** Ids of the secret keys at hand that a packet may be for. */
    private List<Long> candidates(ReadPacket packet) {
        if (packet.tag != PacketFrame.PUBLIC_KEY_ESK) {
            return List.of();
        }
        long keyId = packet.keyId();
        if (keyId == HIDDEN) {
            return secretKeys.decryptionKeyIds();
        }
        return secretKeys.has(keyId) ? List.of(keyId) : List.of();
    }

    private byte[] decrypt(ReadPacket packet, long keyId) {
        BcPublicKeyDataDecryptorFactory decryptor = new BcPublicKeyDataDecryptorFactory(secretKeys.unlock(keyId));
        PGPSessionKey sessionKey;
        try {
            byte[] message = Arrays.copyOf(packet.whole, packet.whole.length + EMPTY_BODY.length);
            System.arraycopy(EMPTY_BODY, 0, message, packet.whole.length, EMPTY_BODY.length);
            PGPEncryptedDataList list = new PGPEncryptedDataList(message);
            sessionKey = ((PGPPublicKeyEncryptedData) list.get(0)).getSessionKey(decryptor);
        } catch (PGPException | IOException | RuntimeException e) {
            throw new IntegrityException(
                    "the block's session key for key " + KeyName.longId(keyId) + " is damaged: it cannot be decrypted",
                    e);
        }
        if (sessionKey.getAlgorithm() != SymmetricKeyAlgorithmTags.AES_256 || sessionKey.getKey().length != 32) {
            throw new IntegrityException(
                    "this is no sealed block: expected cipher AES-256 (9), found cipher " + sessionKey.getAlgorithm());
        }
        return sessionKey.getKey();
    }

    private static byte @Nullable [] withPassphrase(ReadPacket packet, Passphrases passphrase) {
        char[] characters = passphrase.ask("the repository");
        if (characters == null) {
            throw new KeyException("the block is sealed under a passphrase, and none was given");
        }
        try {
            return PassphraseKey.unwrap(packet.body(), characters);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private KeyException missing(List<ReadPacket> packets) {
        List<String> fitting = new ArrayList<>();
        for (ReadPacket packet : packets) {
            fitting.add(
                    packet.tag == PacketFrame.SYMMETRIC_KEY_ESK
                            ? "the passphrase"
                            : packet.keyId() == HIDDEN
                                    ? "a key that is not named"
                                    : "key " + KeyName.longId(packet.keyId()));
        }
        return new KeyException("no secret at hand opens the block; it is sealed for "
                + (fitting.isEmpty() ? "nobody" : String.join(", ", fitting)) + "; "
                + secretKeys.given());
    }

    private static List<ReadPacket> packets(byte[] head) {
        List<ReadPacket> packets = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.wrap(head);
        for (int offset = 0; offset < head.length; ) {
            PacketFrame frame = PacketFrame.at(buffer, offset, head.length);
            if (frame == null || frame.end() > head.length) {
                throw new IntegrityException("the block's encrypted session keys are damaged");
            }
            ReadPacket packet = new ReadPacket(
                    frame.tag(), Arrays.copyOfRange(head, offset, (int) frame.end()), frame.bodyOffset() - offset);
            packet.requireVersion();
            packets.add(packet);
            offset = (int) frame.end();
        }
        return packets;
    }

    private record ReadPacket(int tag, byte[] whole, int headerBytes) {

        byte[] body() {
            return Arrays.copyOfRange(whole, headerBytes, whole.length);
        }

        /** Octets 1 to 8 of version 3. */
        long keyId() {
            return ByteBuffer.wrap(whole).getLong(headerBytes + 1);
        }

        void requireVersion() {
            boolean known = tag == PacketFrame.PUBLIC_KEY_ESK
                    ? whole.length >= headerBytes + 10 && whole[headerBytes] == 3
                    : whole.length >= headerBytes + 4 && whole[headerBytes] == 4;
            if (!known) {
                throw new IntegrityException(
                        "this is no sealed block: expected session-key packets of version 3 for keys and 4 "
                                + "for passphrases, found "
                                + (whole.length > headerBytes ? whole[headerBytes] : "none"));
            }
        }
    }
}
