package dev.holdfast.byhand;

import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Opener;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Sealer;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/** Takes another session key behind every second block, as a sealer does behind each tebibyte. */
record ChangingKeys(ContentCipher cipher) implements ContentCipher {

    @Override
    public String name() {
        return cipher.name();
    }

    @Override
    public Sealer sealer(Purpose purpose) {
        return new ChangingSealer(purpose);
    }

    @Override
    public Opener opener() {
        return cipher.opener();
    }

    @Override
    public List<String> notices(Instant now) {
        return cipher.notices(now);
    }

    @Override
    public void close() {
        cipher.close();
    }

    private final class ChangingSealer implements Sealer {

        private static final int SLACK_BYTES = 4;

        private final Purpose purpose;
        private Sealer current;
        private int blocks;

        ChangingSealer(Purpose purpose) {
            this.purpose = purpose;
            this.current = cipher.sealer(purpose);
        }

        @Override
        public synchronized int maxSealedBytes(int plainBytes) {
            return current.maxSealedBytes(plainBytes) + SLACK_BYTES;
        }

        @Override
        public synchronized void seal(ByteBuffer plain, ByteBuffer sealed) {
            if (blocks++ == 2) {
                current.close();
                current = cipher.sealer(purpose);
                blocks = 1;
            }
            current.seal(plain, sealed);
        }

        @Override
        public synchronized List<String> recipients() {
            return current.recipients();
        }

        @Override
        public synchronized void close() {
            current.close();
        }
    }
}
