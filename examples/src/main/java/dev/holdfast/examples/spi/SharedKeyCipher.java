package dev.holdfast.examples.spi;

import dev.holdfast.api.cipher.Ability;
import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Opener;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Sealer;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.KeyException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * AES-256-GCM under a key that writer and reader share. Each sealer has a key of its own, derived from the shared one
 * and a random salt; a message is the salt, a check of the key, a nonce that counts, and the ciphertext with its tag.
 */
public final class SharedKeyCipher implements ContentCipher {

    /** Of the shared key. */
    public static final int KEY_BYTES = 32;

    private final byte[] sharedKey;
    private final SecureRandom random;

    private SharedKeyCipher(byte[] sharedKey, SecureRandom random) {
        this.sharedKey = sharedKey;
        this.random = random;
    }

    /** @param sharedKey {@value #KEY_BYTES} secret bytes, copied */
    public static SharedKeyCipher of(byte[] sharedKey, SecureRandom random) {
        if (sharedKey.length != KEY_BYTES) {
            throw new ConfigurationException("a shared key has " + KEY_BYTES + " bytes, not " + sharedKey.length);
        }
        return new SharedKeyCipher(sharedKey.clone(), random);
    }

    @Override
    public String name() {
        return "aes-gcm-shared";
    }

    @Override
    public Sealer sealer(Purpose purpose) {
        byte[] salt = new byte[SessionKey.SALT_BYTES];
        random.nextBytes(salt);
        return new SharedKeySealer(SessionKey.derive(sharedKey, salt));
    }

    @Override
    public Opener opener() {
        return new SharedKeyOpener(sharedKey);
    }

    @Override
    public List<String> notices(Instant now) {
        return List.of();
    }

    @Override
    public void close() {}

    private static final class SharedKeySealer implements Sealer {

        private static final long MOST_BYTES = 1L << 40;

        private final SessionKey key;
        private final AtomicLong messages = new AtomicLong();
        private final AtomicLong sealedBytes = new AtomicLong();

        SharedKeySealer(SessionKey key) {
            this.key = key;
        }

        @Override
        public int maxSealedBytes(int plainBytes) {
            return plainBytes + SessionKey.OVERHEAD_BYTES;
        }

        @Override
        public void seal(ByteBuffer plain, ByteBuffer sealed) {
            if (sealedBytes.addAndGet(plain.remaining()) > MOST_BYTES) {
                throw new ConfigurationException("a session key seals at most 1 TiB");
            }
            key.seal(messages.incrementAndGet(), plain, sealed);
        }

        @Override
        public List<String> recipients() {
            return List.of();
        }

        @Override
        public void close() {}
    }

    private static final class SharedKeyOpener implements Opener {

        private final byte[] sharedKey;

        SharedKeyOpener(byte[] sharedKey) {
            this.sharedKey = sharedKey;
        }

        @Override
        public Ability ability(ByteBuffer head) {
            boolean whole = head.remaining() >= SessionKey.HEADER_BYTES;
            return new Ability(
                    whole && SessionKey.of(sharedKey, head.duplicate()).fits(head), List.of());
        }

        @Override
        public void open(ByteBuffer sealed, ByteBuffer plain) {
            if (sealed.remaining() < SessionKey.OVERHEAD_BYTES) {
                throw new IntegrityException("a sealed message of " + sealed.remaining() + " bytes is cut off");
            }
            SessionKey key = SessionKey.of(sharedKey, sealed.duplicate());
            if (!key.fits(sealed)) {
                throw new KeyException("the message was sealed with another shared key");
            }
            key.open(sealed, plain);
        }

        @Override
        public void close() {}
    }
}
