package dev.holdfast.pgp;

import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Opener;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Sealer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Seals and opens single blocks. */
final class Blocks {

    private Blocks() {}

    static byte[] seal(ContentCipher cipher, byte[] content) {
        return seal(cipher, Purpose.DATA, content);
    }

    static byte[] seal(ContentCipher cipher, Purpose purpose, byte[] content) {
        try (Sealer sealer = cipher.sealer(purpose)) {
            return seal(sealer, content);
        }
    }

    static byte[] seal(Sealer sealer, byte[] content) {
        ByteBuffer sealed = ByteBuffer.allocate(sealer.maxSealedBytes(content.length));
        sealer.seal(ByteBuffer.wrap(content), sealed);
        return Arrays.copyOf(sealed.array(), sealed.position());
    }

    static byte[] open(ContentCipher cipher, byte[] block) {
        try (Opener opener = cipher.opener()) {
            return open(opener, block);
        }
    }

    static byte[] open(Opener opener, byte[] block) {
        ByteBuffer plain = ByteBuffer.allocate(block.length);
        opener.open(ByteBuffer.wrap(block), plain);
        return Arrays.copyOf(plain.array(), plain.position());
    }

    static byte[] content(int sizeBytes) {
        byte[] content = new byte[sizeBytes];
        new SplittableRandom(sizeBytes).nextBytes(content);
        return content;
    }
}
