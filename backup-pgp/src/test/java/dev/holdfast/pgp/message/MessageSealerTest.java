package dev.holdfast.pgp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.pgp.key.SecretKeys;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageSealerTest {

    @Test
    void behindItsLimitASessionKeyIsFollowedByAnother() {
        try (MessageSealer sealer = new MessageSealer(List.of(), "secret".toCharArray(), new SecureRandom(), 100);
                MessageOpener opener =
                        new MessageOpener(new SecretKeys(List.of(), key -> null), key -> "secret".toCharArray())) {
            List<String> heads = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                byte[] content = new byte[50];
                Arrays.fill(content, (byte) i);
                ByteBuffer sealed = ByteBuffer.allocate(sealer.maxSealedBytes(content.length));
                sealer.seal(ByteBuffer.wrap(content), sealed);
                sealed.flip();
                heads.add(HexFormat.of().formatHex(sealed.array(), 0, 48));

                ByteBuffer plain = ByteBuffer.allocate(content.length);
                opener.open(sealed, plain);
                assertThat(plain.array()).isEqualTo(content);
            }
            assertThat(heads.get(1)).isEqualTo(heads.get(0));
            assertThat(heads.get(3)).isEqualTo(heads.get(2));
            assertThat(new HashSet<>(heads)).hasSize(3);
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
