package dev.holdfast.pgp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.api.error.ConfigurationException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageSealerTest {

    @Test
    void keySealsOneTebibyteAndNoMore() {
        try (MessageSealer sealer =
                new MessageSealer(List.of(), "secret".toCharArray(), new SecureRandom(), (1L << 40) - 100)) {
            ByteBuffer sealed = ByteBuffer.allocate(sealer.maxSealedBytes(60));
            sealer.seal(ByteBuffer.allocate(60), sealed);
            assertThat(sealed.hasRemaining()).isFalse();
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> sealer.seal(ByteBuffer.allocate(60), sealed.clear()))
                    .withMessageContaining("at most 1 TiB");
        }
    }

    @Test
    void tooLittleRoomTouchesNothing() {
        try (MessageSealer sealer = new MessageSealer(List.of(), "secret".toCharArray(), new SecureRandom())) {
            ByteBuffer plain = ByteBuffer.allocate(60);
            ByteBuffer sealed = ByteBuffer.allocate(sealer.maxSealedBytes(60) - 1);
            assertThatIllegalArgumentException().isThrownBy(() -> sealer.seal(plain, sealed));
            assertThat(plain.position()).isZero();
            assertThat(sealed.position()).isZero();
        }
    }
}
