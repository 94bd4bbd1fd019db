package dev.holdfast.pgp.message;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.pgp.key.KeyName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import org.bouncycastle.bcpg.BCPGOutputStream;
import org.bouncycastle.bcpg.PacketFormat;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.operator.PublicKeyKeyEncryptionMethodGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyKeyEncryptionMethodGenerator;
import org.jspecify.annotations.Nullable;

/** Wraps a session key for everybody who may open the messages. */
final class HeadWriter {

    private HeadWriter() {}

    /**
     * The ESK packets, recipients first.
     *
     * @throws ConfigurationException if a key cannot be encrypted to, or there are too many
     */
    static byte[] write(
            byte[] sessionKey, List<PGPPublicKey> recipients, char @Nullable [] passphrase, SecureRandom random) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (PGPPublicKey recipient : recipients) {
            head.writeBytes(wrap(sessionKey, recipient, random));
        }
        if (passphrase != null) {
            head.writeBytes(PassphraseKey.wrap(sessionKey, passphrase, random));
        }
        int packets = recipients.size() + (passphrase == null ? 0 : 1);
        if (packets > MessageFrame.MAX_HEAD_PACKETS || head.size() > MessageFrame.MAX_HEAD_BYTES) {
            throw new ConfigurationException("too many recipients: " + recipients.size() + " keys take " + head.size()
                    + " bytes of every block; at most " + MessageFrame.MAX_HEAD_PACKETS + " recipients and "
                    + MessageFrame.MAX_HEAD_BYTES + " bytes are allowed");
        }
        return head.toByteArray();
    }

    /**
     * A packet of version 3 also for keys of version 6: the version goes with the SEIPD packet (RFC 9580, 10.3.2.1).
     */
    private static byte[] wrap(byte[] sessionKey, PGPPublicKey recipient, SecureRandom random) {
        PublicKeyKeyEncryptionMethodGenerator method =
                new BcPublicKeyKeyEncryptionMethodGenerator(recipient).setSecureRandom(random);
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        try (BCPGOutputStream out = new BCPGOutputStream(packet, PacketFormat.CURRENT)) {
            BcPGPDataEncryptorBuilder aes256 =
                    new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256).setWithIntegrityPacket(true);
            out.writePacket(method.generate(aes256, sessionKey));
        } catch (PGPException | IOException | RuntimeException e) {
            throw new ConfigurationException(
                    "key " + KeyName.longId(recipient.getKeyID()) + " cannot be encrypted to: " + e.getMessage(), e);
        }
        return packet.toByteArray();
    }
}
