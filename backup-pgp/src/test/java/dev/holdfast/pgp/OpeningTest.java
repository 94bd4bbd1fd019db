package dev.holdfast.pgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Opener;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Sealer;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.KeyException;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.bcpg.SecretKeyPacket;
import org.bouncycastle.bcpg.SecretSubkeyPacket;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.junit.jupiter.api.Test;

/** When passphrases are asked for, and what is said when a block cannot be opened. */
class OpeningTest {

    private static final byte[] LOCKED = TestKeys.load("locked");
    private static final byte[] LOCKED_SECRET = TestKeys.load("locked-secret");
    private static final OpenPgpKeyPair OTHER = TestKeys.generate(null);
    private static final byte[] CONTENT = Blocks.content(1000);

    /** Answers in turn, and keeps what it gave. */
    private static final class Asked implements Supplier<char[]> {

        private final List<char[]> answers = new ArrayList<>();
        private final String[] passphrases;

        Asked(String... passphrases) {
            this.passphrases = passphrases;
        }

        @Override
        public char[] get() {
            answers.add(passphrases[Math.min(answers.size(), passphrases.length - 1)].toCharArray());
            return answers.get(answers.size() - 1);
        }
    }

    @Test
    void passphraseIsAskedForOnceWhenNeededAndOverwritten() {
        byte[] first = Blocks.seal(sealing(), CONTENT);
        byte[] second = Blocks.seal(sealing(), CONTENT);
        Asked passphrase = new Asked("right");
        ContentCipher cipher = opening(passphrase);
        try (Opener opener = cipher.opener();
                Opener another = cipher.opener()) {
            assertThat(opener.ability(ByteBuffer.wrap(first)).possible()).isTrue();
            assertThat(passphrase.answers).isEmpty();
            assertThat(Blocks.open(opener, first)).isEqualTo(CONTENT);
            assertThat(Blocks.open(opener, second)).isEqualTo(CONTENT);
            assertThat(Blocks.open(another, first)).isEqualTo(CONTENT);
        }
        assertThat(passphrase.answers).singleElement().isEqualTo(new char["right".length()]);
    }

    @Test
    void wrongPassphraseNamesTheKeyAndMayBeCorrected() {
        byte[] block = Blocks.seal(sealing(), CONTENT);
        Asked passphrase = new Asked("wrong", "right");
        try (Opener opener = opening(passphrase).opener()) {
            assertThatExceptionOfType(KeyException.class)
                    .isThrownBy(() -> Blocks.open(opener, block))
                    .withMessageContaining("the passphrase for the secret key")
                    .withMessageContaining(TestKeys.LOCKED_FINGERPRINT)
                    .withMessageContaining("is wrong");
            assertThat(Blocks.open(opener, block)).isEqualTo(CONTENT);
        }
        assertThat(passphrase.answers).allSatisfy(it -> assertThat(it).containsOnly('\0'));
    }

    @Test
    void missingPassphraseSaysSo() {
        byte[] block = Blocks.seal(sealing(), CONTENT);
        ContentCipher cipher = OpenPgpCipher.builder().secretKey(LOCKED_SECRET).build();
        assertThatExceptionOfType(KeyException.class)
                .isThrownBy(() -> Blocks.open(cipher, block))
                .withMessageContaining("protected by a passphrase, and none was given");
    }

    @Test
    void passphraseMayDependOnTheKey() {
        byte[] block = Blocks.seal(sealing(), CONTENT);
        ContentCipher cipher = OpenPgpCipher.builder()
                .secretKey(LOCKED_SECRET)
                .passphraseFor(key -> key.contains(TestKeys.LOCKED_FINGERPRINT) ? "right".toCharArray() : null)
                .build();
        assertThat(Blocks.open(cipher, block)).isEqualTo(CONTENT);
    }

    @Test
    void missingKeySaysWhichWouldOpenIt() {
        byte[] block;
        String recipient;
        try (Sealer sealer = sealing().sealer(Purpose.DATA)) {
            block = Blocks.seal(sealer, CONTENT);
            recipient = sealer.recipients().get(0);
        }
        assertThatExceptionOfType(KeyException.class)
                .isThrownBy(() -> Blocks.open(sealing(), block))
                .withMessageContaining("sealed for key " + recipient)
                .withMessageContaining("no secret key was given");
        ContentCipher stranger =
                OpenPgpCipher.builder().secretKey(OTHER.secretKey()).build();
        assertThatExceptionOfType(KeyException.class)
                .isThrownBy(() -> Blocks.open(stranger, block))
                .withMessageContaining("sealed for key " + recipient)
                .withMessageContaining("the secret keys given are");
    }

    @Test
    void aSecretPartOnACardIsSaidToBeElsewhere() throws Exception {
        byte[] block = Blocks.seal(sealing(), CONTENT);
        byte[] stubs = onACard(LOCKED_SECRET);
        Asked passphrase = new Asked("right");
        ContentCipher cipher =
                OpenPgpCipher.builder().secretKey(stubs).passphrase(passphrase).build();
        try (Opener opener = cipher.opener()) {
            String recipient = opener.ability(ByteBuffer.wrap(block)).keyIds().get(0);
            assertThat(opener.ability(ByteBuffer.wrap(block)).possible()).isFalse();
            assertThatExceptionOfType(KeyException.class)
                    .isThrownBy(() -> Blocks.open(opener, block))
                    .withMessageContaining("no secret key that decrypts was given; of " + recipient
                            + " the secret part is not in the file but on a card");
        }
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> OpenPgpSigner.builder().secretKey(stubs).build())
                .withMessageContaining("the secret part of its key " + TestKeys.LOCKED_FINGERPRINT);
        assertThat(passphrase.answers).isEmpty();
    }

    /** What GnuPG exports of a key whose secret parts are on a card. */
    private static byte[] onACard(byte[] secretKey) throws Exception {
        PGPSecretKeyRing ring = new PGPSecretKeyRing(
                PGPUtil.getDecoderStream(new ByteArrayInputStream(secretKey)), new BcKeyFingerprintCalculator());
        S2K card = S2K.gnuDummyS2K(S2K.GNUDummyParams.divertToCard());
        byte[] serial = new byte[16];
        List<PGPSecretKey> keys = new ArrayList<>();
        for (PGPSecretKey key : ring) {
            PublicKeyPacket packet = key.getPublicKey().getPublicKeyPacket();
            keys.add(new PGPSecretKey(
                    key.isMasterKey()
                            ? new SecretKeyPacket(packet, 0, SecretKeyPacket.USAGE_CHECKSUM, card, null, serial)
                            : new SecretSubkeyPacket(packet, 0, SecretKeyPacket.USAGE_CHECKSUM, card, null, serial),
                    key.getPublicKey()));
        }
        return new PGPSecretKeyRing(keys).getEncoded();
    }

    @Test
    void damageIsAnIntegrityError() {
        byte[] block = Blocks.seal(sealing(), CONTENT);
        block[block.length - 100] ^= 1;
        assertThatExceptionOfType(IntegrityException.class)
                .isThrownBy(() -> Blocks.open(opening(new Asked("right")), block))
                .withMessageContaining("modification detection code");
    }

    @Test
    void symmetricPassphraseIsAskedForOncePerSealer() {
        Asked toSeal = new Asked("secret");
        Asked toOpen = new Asked("secret");
        List<byte[]> blocks = new ArrayList<>();
        try (Sealer sealer = symmetric(toSeal).sealer(Purpose.DATA)) {
            for (int i = 0; i < 3; i++) {
                blocks.add(Blocks.seal(sealer, CONTENT));
            }
            assertThat(sealer.recipients()).isEmpty();
        }
        try (Opener opener = symmetric(toOpen).opener()) {
            assertThat(opener.ability(ByteBuffer.wrap(blocks.get(0))).possible())
                    .isTrue();
            for (byte[] block : blocks) {
                assertThat(Blocks.open(opener, block)).isEqualTo(CONTENT);
            }
        }
        assertThat(toSeal.answers).singleElement().isEqualTo(new char[6]);
        assertThat(toOpen.answers).singleElement().isEqualTo(new char[6]);
    }

    @Test
    void wrongSymmetricPassphraseMayBeCorrected() {
        byte[] block = Blocks.seal(symmetric(new Asked("secret")), CONTENT);
        try (Opener opener = symmetric(new Asked("false", "fälse", "secret")).opener()) {
            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(KeyException.class)
                        .isThrownBy(() -> Blocks.open(opener, block))
                        .withMessageContaining("sealed under another one");
            }
            assertThat(Blocks.open(opener, block)).isEqualTo(CONTENT);
        }
        ContentCipher without =
                OpenPgpCipher.builder().secretKey(OTHER.secretKey()).build();
        assertThatExceptionOfType(KeyException.class)
                .isThrownBy(() -> Blocks.open(without, block))
                .withMessageContaining("sealed for the passphrase");
    }

    @Test
    void damageUnderASymmetricPassphraseIsAnIntegrityError() {
        byte[] block = Blocks.seal(symmetric(new Asked("secret")), CONTENT);
        block[block.length - 1] ^= 1;
        assertThatExceptionOfType(IntegrityException.class)
                .isThrownBy(() -> Blocks.open(symmetric(new Asked("secret")), block));
    }

    @Test
    void passphraseBesideARecipientOpensToo() {
        ContentCipher both = OpenPgpCipher.builder()
                .recipient(LOCKED)
                .symmetricPassphrase("secret"::toCharArray)
                .build();
        byte[] block = Blocks.seal(both, CONTENT);
        assertThat(Blocks.open(symmetric(new Asked("secret")), block)).isEqualTo(CONTENT);
        assertThat(Blocks.open(opening(new Asked("right")), block)).isEqualTo(CONTENT);
    }

    @Test
    void blockUnderAnotherHeadIsRefused() {
        byte[] one = Blocks.seal(sealing(), CONTENT);
        byte[] other = Blocks.seal(sealing(), CONTENT);
        int headBytes = one.length - CONTENT.length - 59;
        byte[] mixed = one.clone();
        System.arraycopy(other, 0, mixed, 0, headBytes);
        assertThat(Arrays.equals(mixed, one)).isFalse();
        assertThatExceptionOfType(IntegrityException.class)
                .isThrownBy(() -> Blocks.open(opening(new Asked("right")), mixed));
    }

    @Test
    void floodOfSessionKeysIsRefusedBeforeOneIsTried() {
        byte[] block = Blocks.seal(sealing(), CONTENT);
        int packetBytes = block.length - CONTENT.length - 59;
        ByteBuffer flooded = ByteBuffer.allocate(64 * packetBytes + block.length);
        for (int i = 0; i < 64; i++) {
            flooded.put(block, 0, packetBytes);
        }
        flooded.put(block);
        Asked passphrase = new Asked("right");
        assertThatExceptionOfType(IntegrityException.class)
                .isThrownBy(() -> Blocks.open(opening(passphrase), flooded.array()))
                .withMessageContaining("more than 64");
        assertThat(passphrase.answers).isEmpty();
    }

    private static ContentCipher sealing() {
        return OpenPgpCipher.builder().recipient(LOCKED).build();
    }

    private static ContentCipher opening(Supplier<char[]> passphrase) {
        return OpenPgpCipher.builder()
                .secretKey(LOCKED_SECRET)
                .passphrase(passphrase)
                .build();
    }

    private static ContentCipher symmetric(Supplier<char[]> passphrase) {
        return OpenPgpCipher.builder().symmetricPassphrase(passphrase).build();
    }
}
