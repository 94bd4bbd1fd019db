package dev.holdfast.examples.spi;

import dev.holdfast.api.error.IntegrityException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A key for one sealer, derived from the shared key and a salt. Immutable. */
final class SessionKey {

    static final int SALT_BYTES = 32;

    private static final int CHECK_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    static final int HEADER_BYTES = SALT_BYTES + CHECK_BYTES + NONCE_BYTES;
    static final int OVERHEAD_BYTES = HEADER_BYTES + TAG_BYTES;

    private final byte[] salt;
    private final byte[] check;
    private final SecretKeySpec key;

    private SessionKey(byte[] salt, byte[] check, SecretKeySpec key) {
        this.salt = salt;
        this.check = check;
        this.key = key;
    }

    static SessionKey derive(byte[] sharedKey, byte[] salt) {
        byte[] check = Arrays.copyOf(hmac(sharedKey, (byte) 1, salt), CHECK_BYTES);
        return new SessionKey(salt, check, new SecretKeySpec(hmac(sharedKey, (byte) 2, salt), "AES"));
    }

    /** The key of the message that follows. */
    static SessionKey of(byte[] sharedKey, ByteBuffer message) {
        byte[] salt = new byte[SALT_BYTES];
        message.get(salt);
        return derive(sharedKey, salt);
    }

    private static byte[] hmac(byte[] sharedKey, byte use, byte[] salt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(sharedKey, "HmacSHA256"));
            mac.update(use);
            return mac.doFinal(salt);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** Whether the message was sealed with this key. */
    boolean fits(ByteBuffer message) {
        byte[] found = new byte[CHECK_BYTES];
        message.duplicate().position(message.position() + SALT_BYTES).get(found);
        return MessageDigest.isEqual(check, found);
    }

    void seal(long number, ByteBuffer plain, ByteBuffer sealed) {
        byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putLong(4, number).array();
        byte[] content = new byte[plain.remaining()];
        plain.get(content);
        try {
            byte[] ciphertext = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(content);
            sealed.put(salt).put(check).put(nonce).put(ciphertext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to encrypt", e);
        }
    }

    void open(ByteBuffer sealed, ByteBuffer plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        byte[] ciphertext = new byte[sealed.remaining() - HEADER_BYTES];
        sealed.position(sealed.position() + SALT_BYTES + CHECK_BYTES).get(nonce).get(ciphertext);
        if (ciphertext.length - TAG_BYTES > plain.remaining()) {
            throw new IntegrityException("the message holds " + (ciphertext.length - TAG_BYTES)
                    + " bytes, there is room for " + plain.remaining());
        }
        try {
            plain.put(cipher(Cipher.DECRYPT_MODE, nonce).doFinal(ciphertext));
        } catch (AEADBadTagException e) {
            throw new IntegrityException("the message was changed", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to decrypt", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
        return cipher;
    }
}
