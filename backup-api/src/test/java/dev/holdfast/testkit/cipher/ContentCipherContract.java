package dev.holdfast.testkit.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.api.cipher.Ability;
import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Opener;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Sealer;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.KeyException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link ContentCipher} must do. Each factory method gives a new cipher at every call; the suite closes it.
 *
 * <p>A cipher without secrets has no {@linkplain #stranger stranger}; the tests of secrecy and detection are skipped
 * for it.
 */
public abstract class ContentCipherContract {

    private static final int MEBIBYTE = 1 << 20;

    private final List<ContentCipher> ciphers = new ArrayList<>();
    private ContentCipher sealing;
    private ContentCipher opening;

    /** A cipher that can seal; it need not be able to open. */
    protected abstract ContentCipher sealingCipher();

    /** A cipher that can open what {@link #sealingCipher} sealed. */
    protected abstract ContentCipher openingCipher();

    /**
     * A cipher of the same kind with other secrets, which can open nothing of it; empty if the cipher has no secrets.
     */
    protected abstract Optional<ContentCipher> stranger();

    @BeforeEach
    void makeCiphers() {
        sealing = closedLater(sealingCipher());
        opening = closedLater(openingCipher());
    }

    @AfterEach
    void closeCiphers() {
        ciphers.forEach(ContentCipher::close);
    }

    @Test
    void closingASecondTimeDoesNothing() {
        sealing.close();
        sealing.close();
    }

    @Test
    void nameIsPlainAndShared() {
        assertThat(sealing.name()).matches("[a-z0-9-]+").isEqualTo(opening.name());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 15, 16, 17, 100, 8191, 16384, 16385, 65536, 100_000, MEBIBYTE, 2 * MEBIBYTE + 1})
    void whatWasSealedIsOpened(int sizeBytes) {
        byte[] content = content(sizeBytes);
        assertThat(open(opening, seal(sealing, content))).isEqualTo(content);
    }

    @Test
    void anyKindOfBufferWillDo() {
        byte[] content = content(40_000);
        for (IntFunction<ByteBuffer> kind : List.<IntFunction<ByteBuffer>>of(
                ByteBuffer::allocate,
                ByteBuffer::allocateDirect,
                size -> ByteBuffer.allocate(size + 7).position(7).slice(),
                size -> ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN))) {
            try (Sealer sealer = sealing.sealer(Purpose.DATA);
                    Opener opener = opening.opener()) {
                ByteBuffer plain = kind.apply(content.length + 5).position(5);
                plain.put(content).position(5);
                ByteBuffer sealed = kind.apply(sealer.maxSealedBytes(content.length) + 3);
                sealed.position(3);
                sealer.seal(plain, sealed);
                assertThat(plain.hasRemaining()).isFalse();

                sealed.flip().position(3);
                ByteBuffer opened = kind.apply(content.length + 20).position(11);
                opener.open(sealed, opened);
                assertThat(sealed.hasRemaining()).isFalse();
                byte[] result = new byte[content.length];
                opened.flip().position(11).get(result);
                assertThat(result).isEqualTo(content);
                assertThat(opened.hasRemaining()).isFalse();
            }
        }
    }

    @Test
    void readOnlyBuffersWillDoForInput() {
        byte[] content = content(1000);
        try (Sealer sealer = sealing.sealer(Purpose.CATALOG);
                Opener opener = opening.opener()) {
            ByteBuffer sealed = ByteBuffer.allocate(sealer.maxSealedBytes(content.length));
            sealer.seal(ByteBuffer.wrap(content).asReadOnlyBuffer(), sealed);
            ByteBuffer opened = ByteBuffer.allocate(content.length);
            opener.open(sealed.flip().asReadOnlyBuffer(), opened);
            assertThat(opened.array()).isEqualTo(content);
        }
    }

    @Test
    void sizeGrowsByAConstant() {
        try (Sealer sealer = sealing.sealer(Purpose.DATA)) {
            int overheadBytes = sealer.maxSealedBytes(0);
            for (int sizeBytes : new int[] {0, 1, 191, 192, 8383, 8384, 70_000, MEBIBYTE}) {
                assertThat(sealer.maxSealedBytes(sizeBytes)).isEqualTo(sizeBytes + overheadBytes);
                ByteBuffer sealed = ByteBuffer.allocate(sealer.maxSealedBytes(sizeBytes));
                sealer.seal(ByteBuffer.wrap(content(sizeBytes)), sealed);
                assertThat(sealed.position()).isLessThanOrEqualTo(sizeBytes + overheadBytes);
            }
        }
    }

    @Test
    void openerTakesNoMoreThanThereIsRoomFor() {
        byte[] content = content(30_000);
        byte[] sealed = seal(sealing, content);
        try (Opener opener = opening.opener()) {
            ByteBuffer exact = ByteBuffer.allocate(content.length);
            opener.open(ByteBuffer.wrap(sealed), exact);
            assertThat(exact.array()).isEqualTo(content);
            assertThatExceptionOfType(IntegrityException.class)
                    .isThrownBy(() -> opener.open(ByteBuffer.wrap(sealed), ByteBuffer.allocate(content.length - 1)));
        }
    }

    @Test
    void manyThreadsMaySealAndOpenAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Sealer sealer = sealing.sealer(Purpose.DATA);
                Opener opener = opening.opener()) {
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                byte[] content = content(20_000 + 137 * i);
                results.add(threads.submit(() -> {
                    ByteBuffer sealed = ByteBuffer.allocate(sealer.maxSealedBytes(content.length));
                    sealer.seal(ByteBuffer.wrap(content), sealed);
                    ByteBuffer opened = ByteBuffer.allocate(content.length);
                    opener.open(sealed.flip(), opened);
                    assertThat(opened.array()).isEqualTo(content);
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void closingTwiceIsHarmless() {
        Sealer sealer = sealing.sealer(Purpose.DATA);
        Opener opener = opening.opener();
        for (int i = 0; i < 2; i++) {
            sealer.close();
            opener.close();
            opening.close();
        }
    }

    @Test
    void abilityIsHonestAndLeavesTheBufferAlone() {
        byte[] content = content(100);
        byte[] sealed = seal(sealing, content);
        assertThat(ability(opening, sealed).possible()).isTrue();
        for (ContentCipher cipher : List.of(sealing, opening)) {
            if (ability(cipher, sealed).possible()) {
                assertThat(open(cipher, sealed)).isEqualTo(content);
            } else {
                assertThatExceptionOfType(KeyException.class).isThrownBy(() -> open(cipher, sealed));
            }
        }
    }

    @Test
    void strangerOpensNothing() {
        ContentCipher stranger = requireStranger();
        byte[] sealed = seal(sealing, content(100));
        assertThatExceptionOfType(KeyException.class).isThrownBy(() -> open(stranger, sealed));
    }

    @Test
    void equalContentSealedAgainLooksDifferent() {
        requireStranger();
        byte[] content = content(4096);
        assertThat(seal(sealing, content)).isNotEqualTo(seal(sealing, content));
        try (Sealer sealer = sealing.sealer(Purpose.DATA)) {
            assertThat(seal(sealer, content)).isNotEqualTo(seal(sealer, content));
        }
    }

    @Test
    void contentIsHidden() {
        requireStranger();
        byte[] content = new byte[4096];
        byte[] sealed = seal(sealing, content);
        for (int at = 0; at + 16 <= sealed.length; at++) {
            assertThat(Arrays.equals(sealed, at, at + 16, content, 0, 16))
                    .as("16 bytes of content at %d", at)
                    .isFalse();
        }
    }

    /**
     * Each single bit. A change of the part that only tells recipients the key may be without effect; then the content
     * must come out unchanged.
     */
    @Test
    void noFlippedBitGivesOtherContent() {
        requireStranger();
        byte[] content = content(40);
        byte[] sealed = seal(sealing, content);
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertDetected(changed, content, "bit " + bit + " of " + 8 * sealed.length);
        }
    }

    @Test
    void flippedBitsOfALargeBlockAreDetected() {
        requireStranger();
        byte[] content = content(100_000);
        byte[] sealed = seal(sealing, content);
        for (int at = sealed.length - content.length; at < sealed.length; at += 4999) {
            byte[] changed = sealed.clone();
            changed[at] ^= 0x10;
            try (Opener opener = opening.opener()) {
                ByteBuffer plain = ByteBuffer.allocate(content.length);
                assertThatThrownBy(() -> opener.open(ByteBuffer.wrap(changed), plain))
                        .isInstanceOf(IntegrityException.class);
                assertThat(plain.array()).as("what is left of the content").isEqualTo(new byte[content.length]);
            }
        }
    }

    @Test
    void anyTruncationOrAdditionIsDetected() {
        requireStranger();
        byte[] content = content(40);
        byte[] sealed = seal(sealing, content);
        for (int lengthBytes = 0; lengthBytes < sealed.length; lengthBytes++) {
            byte[] cut = Arrays.copyOf(sealed, lengthBytes);
            assertThatThrownBy(() -> open(opening, cut))
                    .as("cut to %d bytes", lengthBytes)
                    .isInstanceOfAny(IntegrityException.class, KeyException.class);
        }
        assertThatThrownBy(() -> open(opening, Arrays.copyOf(sealed, sealed.length + 1)))
                .isInstanceOf(IntegrityException.class);
        byte[] twice = Arrays.copyOf(sealed, 2 * sealed.length);
        System.arraycopy(sealed, 0, twice, sealed.length, sealed.length);
        assertThatThrownBy(() -> open(opening, twice)).isInstanceOf(IntegrityException.class);
    }

    private void assertDetected(byte[] changed, byte[] content, String what) {
        try (Opener opener = opening.opener()) {
            ByteBuffer plain = ByteBuffer.allocate(content.length);
            Throwable thrown = catchThrowable(() -> opener.open(ByteBuffer.wrap(changed), plain));
            if (thrown == null) {
                assertThat(plain.array()).as(what).isEqualTo(content);
            } else {
                assertThat(thrown).as(what).isInstanceOfAny(IntegrityException.class, KeyException.class);
                assertThat(plain.array()).as(what).isEqualTo(new byte[content.length]);
            }
        }
    }

    private ContentCipher requireStranger() {
        Optional<ContentCipher> stranger = stranger();
        assumeTrue(stranger.isPresent(), "The cipher has no secrets");
        return closedLater(stranger.get());
    }

    private ContentCipher closedLater(ContentCipher cipher) {
        ciphers.add(cipher);
        return cipher;
    }

    private static Ability ability(ContentCipher cipher, byte[] sealed) {
        try (Opener opener = cipher.opener()) {
            ByteBuffer head = ByteBuffer.wrap(sealed);
            Ability ability = opener.ability(head);
            assertThat(head.remaining()).isEqualTo(sealed.length);
            return ability;
        }
    }

    private static byte[] seal(ContentCipher cipher, byte[] content) {
        try (Sealer sealer = cipher.sealer(Purpose.DATA)) {
            return seal(sealer, content);
        }
    }

    private static byte[] seal(Sealer sealer, byte[] content) {
        ByteBuffer sealed = ByteBuffer.allocate(sealer.maxSealedBytes(content.length));
        sealer.seal(ByteBuffer.wrap(content.clone()), sealed);
        return Arrays.copyOf(sealed.array(), sealed.position());
    }

    private static byte[] open(ContentCipher cipher, byte[] sealed) {
        try (Opener opener = cipher.opener()) {
            ByteBuffer plain = ByteBuffer.allocate(sealed.length + 64);
            opener.open(ByteBuffer.wrap(sealed), plain);
            return Arrays.copyOf(plain.array(), plain.position());
        }
    }

    private static byte[] content(int sizeBytes) {
        byte[] content = new byte[sizeBytes];
        new SplittableRandom(sizeBytes).nextBytes(content);
        return content;
    }
}
