package dev.holdfast.core.cipher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Sealer;
import dev.holdfast.testkit.cipher.ContentCipherContract;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NullCipherContractTest extends ContentCipherContract {

    @Override
    protected ContentCipher sealingCipher() {
        return new NullCipher();
    }

    @Override
    protected ContentCipher openingCipher() {
        return new NullCipher();
    }

    @Override
    protected Optional<ContentCipher> stranger() {
        return Optional.empty();
    }

    @Test
    void theSealedBytesAreTheContent() {
        ByteBuffer sealed = ByteBuffer.allocate(3);
        try (ContentCipher cipher = new NullCipher();
                Sealer sealer = cipher.sealer(Purpose.CATALOG)) {
            sealer.seal(ByteBuffer.wrap(new byte[] {1, 2, 3}), sealed);
            assertThat(sealer.recipients()).isEmpty();
        }
        assertThat(sealed.array()).containsExactly(1, 2, 3);
    }
}
