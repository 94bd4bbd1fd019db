package dev.holdfast.core.block;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.api.cipher.Ability;
import dev.holdfast.api.cipher.Opener;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.KeyException;
import dev.holdfast.core.archive.StoredFormat;
import dev.holdfast.core.bytes.Sha256;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockOpenerTest {

    private static final byte[] SEALED = {1, 2, 3, 4};

    @Test
    void aChangedBlockThatLooksSealedForAnotherKeyIsDamage() {
        try (BlockOpener opener = new BlockOpener(new StoredFormat(), new Stranger(), 100)) {
            assertThatExceptionOfType(KeyException.class)
                    .isThrownBy(() -> open(opener, SEALED))
                    .withMessageContaining("block 7");
            assertThatExceptionOfType(IntegrityException.class)
                    .isThrownBy(() -> open(opener, new byte[] {1, 2, 3, 5}))
                    .withMessageContaining("block 7")
                    .withCauseInstanceOf(KeyException.class);
        }
    }

    private static void open(BlockOpener opener, byte[] bytes) {
        opener.open(
                new SealedBlock(ByteBuffer.wrap(bytes), Sha256.of(SEALED)), "block 7", content -> content.remaining());
    }

    /** Has the key of no block. */
    private static final class Stranger implements Opener {

        @Override
        public Ability ability(ByteBuffer head) {
            return new Ability(false, List.of());
        }

        @Override
        public void open(ByteBuffer sealed, ByteBuffer plain) {
            sealed.position(sealed.limit());
            throw new KeyException("another key");
        }

        @Override
        public void close() {}
    }
}
