package dev.holdfast.core.cipher;

import dev.holdfast.api.cipher.Ability;
import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Opener;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Sealer;
import dev.holdfast.api.error.IntegrityException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/**
 * Seals nothing: a message is its content. Whoever reads the storage reads the backup.
 *
 * <p>Gives no integrity either: it does not notice a changed byte. A reader still does, by the hashes of what is
 * stored.
 *
 * <p>Thread-safe; immutable.
 */
public final class NullCipher implements ContentCipher {

    /** The name that repositories store. */
    public static final String NAME = "none";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Sealer sealer(Purpose purpose) {
        return new CopyingSealer();
    }

    @Override
    public Opener opener() {
        return new CopyingOpener();
    }

    @Override
    public List<String> notices(Instant now) {
        return List.of();
    }

    @Override
    public void close() {}

    private static final class CopyingSealer implements Sealer {

        @Override
        public int maxSealedBytes(int plainBytes) {
            return plainBytes;
        }

        @Override
        public void seal(ByteBuffer plain, ByteBuffer sealed) {
            sealed.put(plain);
        }

        @Override
        public List<String> recipients() {
            return List.of();
        }

        @Override
        public void close() {}
    }

    private static final class CopyingOpener implements Opener {

        @Override
        public Ability ability(ByteBuffer head) {
            return new Ability(true, List.of());
        }

        @Override
        public void open(ByteBuffer sealed, ByteBuffer plain) {
            if (sealed.remaining() > plain.remaining()) {
                throw new IntegrityException("an unsealed block has " + sealed.remaining() + " bytes, more than the "
                        + plain.remaining() + " expected");
            }
            plain.put(sealed);
        }

        @Override
        public void close() {}
    }
}
