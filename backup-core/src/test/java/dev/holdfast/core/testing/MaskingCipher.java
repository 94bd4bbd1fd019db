package dev.holdfast.core.testing;

import dev.holdfast.api.cipher.Ability;
import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Opener;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Sealer;
import dev.holdfast.api.error.IntegrityException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Behaves as an encryption does and costs next to nothing: a message hides its content, is longer than it and differs
 * each time. It keeps no secret from anybody.
 */
public final class MaskingCipher implements ContentCipher {

    private static final int MASK_BYTES = Long.BYTES;

    private final SecureRandom random = new SecureRandom();

    @Override
    public String name() {
        return "mask";
    }

    @Override
    public Sealer sealer(Purpose purpose) {
        return new Sealer() {
            @Override
            public int maxSealedBytes(int plainBytes) {
                return MASK_BYTES + plainBytes;
            }

            @Override
            public void seal(ByteBuffer plain, ByteBuffer sealed) {
                long mask = random.nextLong();
                sealed.putLong(mask);
                mask(mask, plain, sealed);
            }

            @Override
            public List<String> recipients() {
                return List.of();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Opener opener() {
        return new Opener() {
            @Override
            public Ability ability(ByteBuffer head) {
                return new Ability(true, List.of());
            }

            @Override
            public void open(ByteBuffer sealed, ByteBuffer plain) {
                int bytes = sealed.remaining() - MASK_BYTES;
                if (bytes < 0 || bytes > plain.remaining()) {
                    throw new IntegrityException("a masked message of " + sealed.remaining() + " bytes has not 0 to "
                            + plain.remaining() + " bytes of content");
                }
                mask(sealed.getLong(), sealed, plain);
            }

            @Override
            public void close() {}
        };
    }

    private static void mask(long mask, ByteBuffer from, ByteBuffer to) {
        byte[] noise = new byte[from.remaining()];
        new SplittableRandom(mask).nextBytes(noise);
        for (byte each : noise) {
            to.put((byte) (from.get() ^ each));
        }
    }

    @Override
    public List<String> notices(Instant now) {
        return List.of();
    }

    @Override
    public void close() {}
}
