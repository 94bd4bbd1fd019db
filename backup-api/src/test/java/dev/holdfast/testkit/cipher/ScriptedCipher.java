package dev.holdfast.testkit.cipher;

import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Opener;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Sealer;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes calls on to another cipher, with something scripted that may come over a run when it seals. Thread-safe;
 * closes the other.
 */
public final class ScriptedCipher implements ContentCipher {

    private final ContentCipher cipher;
    private final Script script;

    private ScriptedCipher(ContentCipher cipher, Script script) {
        this.cipher = cipher;
        this.script = script;
    }

    /** Something is done before the n-th block for a purpose is sealed, counted from 1 over all sealers. */
    public static ScriptedCipher beforeBlock(ContentCipher cipher, Purpose purpose, int n, Runnable action) {
        AtomicInteger left = new AtomicInteger(n);
        return new ScriptedCipher(cipher, (sealing, sealer) -> new PassedOn(cipher, sealing, sealer) {
            @Override
            void beforeBlock(int number) {
                if (sealing == purpose && left.decrementAndGet() == 0) {
                    action.run();
                }
            }
        });
    }

    /** There are new session keys behind so many blocks, as a sealer takes them behind very many bytes. */
    public static ScriptedCipher newKeysEvery(ContentCipher cipher, int blocks) {
        return new ScriptedCipher(cipher, (purpose, sealer) -> new PassedOn(cipher, purpose, sealer) {
            @Override
            void beforeBlock(int number) {
                if (number > 1 && number % blocks == 1 % blocks) {
                    renew();
                }
            }
        });
    }

    @Override
    public String name() {
        return cipher.name();
    }

    @Override
    public Sealer sealer(Purpose purpose) {
        return script.sealer(purpose, cipher.sealer(purpose));
    }

    @Override
    public Opener opener() {
        return cipher.opener();
    }

    @Override
    public boolean opensWhatItSeals() {
        return cipher.opensWhatItSeals();
    }

    @Override
    public List<String> notices(Instant now) {
        return cipher.notices(now);
    }

    @Override
    public void close() {
        cipher.close();
    }

    private interface Script {
        Sealer sealer(Purpose purpose, Sealer sealer);
    }

    /** One block after the other, so that the script knows which is sealed. */
    private abstract static class PassedOn implements Sealer {

        /** Wrapped keys of the same kind may be so much longer than others. */
        private static final int SLACK_BYTES = 4;

        private final ContentCipher cipher;
        private final Purpose purpose;
        private Sealer sealer;
        private int blocks;

        PassedOn(ContentCipher cipher, Purpose purpose, Sealer sealer) {
            this.cipher = cipher;
            this.purpose = purpose;
            this.sealer = sealer;
        }

        /** @param number of the block that comes, from 1 */
        abstract void beforeBlock(int number);

        void renew() {
            sealer.close();
            sealer = cipher.sealer(purpose);
        }

        @Override
        public synchronized int maxSealedBytes(int plainBytes) {
            return sealer.maxSealedBytes(plainBytes) + SLACK_BYTES;
        }

        @Override
        public synchronized void seal(ByteBuffer plain, ByteBuffer sealed) {
            beforeBlock(++blocks);
            sealer.seal(plain, sealed);
        }

        @Override
        public synchronized List<String> recipients() {
            return sealer.recipients();
        }

        @Override
        public synchronized void close() {
            sealer.close();
        }
    }
}
