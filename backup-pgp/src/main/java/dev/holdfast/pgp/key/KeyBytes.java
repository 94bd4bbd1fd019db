package dev.holdfast.pgp.key;

import dev.holdfast.api.error.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPMarker;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPPadding;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.jspecify.annotations.Nullable;

/**
 * What a key file holds: certificates and secret keys, binary or in any number of armored blocks.
 *
 * @param source names the file in messages
 */
public record KeyBytes(String source, List<PGPPublicKeyRing> certificates, List<PGPSecretKeyRing> secretKeys) {

    /** Far above any key ring for backups; a device or a database given by mistake is not read into memory. */
    private static final int MAX_BYTES = 16 << 20;

    private static final String ARMOR = "-----BEGIN PGP ";
    private static final byte BYTE_ORDER_MARK = (byte) 0xEF;

    public KeyBytes {
        certificates = List.copyOf(certificates);
        secretKeys = List.copyOf(secretKeys);
    }

    /** @throws ConfigurationException if the file cannot be read or is no key */
    public static KeyBytes of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new ConfigurationException(
                        "the file " + file + " is too large for a key: more than " + MAX_BYTES + " bytes");
            }
            return of("the file " + file, content);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException("the key file " + file + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new ConfigurationException("the key file " + file + " cannot be read: permission denied", e);
        } catch (IOException e) {
            throw new ConfigurationException("the key file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** @throws ConfigurationException if the bytes are no key */
    public static KeyBytes of(byte[] content) {
        return of("the bytes given", content);
    }

    private static KeyBytes of(String source, byte[] content) {
        Map<String, PGPPublicKeyRing> certificates = new LinkedHashMap<>();
        List<PGPSecretKeyRing> secretKeys = new ArrayList<>();
        try {
            PGPObjectFactory objects =
                    new PGPObjectFactory(KeyPackets.readable(binary(content)), new BcKeyFingerprintCalculator());
            for (Object object = objects.nextObject(); object != null; object = objects.nextObject()) {
                if (object instanceof PGPPublicKeyRing ring) {
                    certificates.merge(KeyName.fingerprint(ring.getPublicKey()), ring, KeyBytes::joined);
                    ring.forEach(RsaModulus::trust);
                } else if (object instanceof PGPSecretKeyRing ring) {
                    secretKeys.add(ring);
                    ring.getPublicKeys().forEachRemaining(RsaModulus::trust);
                } else if (!(object instanceof PGPMarker || object instanceof PGPPadding)) {
                    throw noKey(source, content, null);
                }
            }
        } catch (IOException | RuntimeException e) {
            throw e instanceof ConfigurationException known ? known : noKey(source, content, e);
        }
        if (certificates.isEmpty() && secretKeys.isEmpty()) {
            throw noKey(source, content, null);
        }
        return new KeyBytes(source, List.copyOf(certificates.values()), secretKeys);
    }

    static PGPPublicKeyRing joined(PGPPublicKeyRing one, PGPPublicKeyRing other) {
        try {
            return PGPPublicKeyRing.join(one, other);
        } catch (PGPException e) {
            throw new IllegalArgumentException("two copies of one certificate do not fit together", e);
        }
    }

    /** All keys, primary ones and subkeys, in the file's order within certificates and within secret keys. */
    List<PGPPublicKey> keys() {
        List<PGPPublicKey> keys = new ArrayList<>();
        certificates.forEach(ring -> ring.forEach(keys::add));
        secretKeys.forEach(ring -> ring.getPublicKeys().forEachRemaining(keys::add));
        return keys;
    }

    /** @throws ConfigurationException if there is only a secret key */
    List<PGPPublicKeyRing> requireCertificates() {
        if (certificates.isEmpty()) {
            throw new ConfigurationException("expected a certificate (public key) in " + source
                    + ", found a secret key; keep that elsewhere, and give the output of gpg --export");
        }
        return certificates;
    }

    /** @throws ConfigurationException if there is only a certificate */
    List<PGPSecretKeyRing> requireSecretKeys() {
        if (secretKeys.isEmpty()) {
            throw new ConfigurationException("expected a secret key in " + source
                    + ", found only a certificate (public key); give the output of gpg --export-secret-keys");
        }
        return secretKeys;
    }

    /**
     * The packets, out of armor if they are in some: any number of blocks, whatever text stands around them. The first
     * octet of a packet has its highest bit set, as otherwise only the mark of UTF-8 has, which some editors put before
     * armor.
     */
    private static byte[] binary(byte[] content) throws IOException {
        if (content.length == 0 || content[0] < 0 && content[0] != BYTE_ORDER_MARK) {
            return content;
        }
        String text = new String(content, StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream packets = new ByteArrayOutputStream(content.length);
        for (int at = text.indexOf(ARMOR); at >= 0; ) {
            ByteArrayInputStream rest = new ByteArrayInputStream(content, at, content.length - at);
            new ArmoredInputStream(rest).transferTo(packets);
            at = text.indexOf(ARMOR, content.length - rest.available());
        }
        return packets.toByteArray();
    }

    private static ConfigurationException noKey(String source, byte[] content, @Nullable Exception cause) {
        return new ConfigurationException(
                "expected an OpenPGP key in " + source + ", found " + FileKind.guess(content, cause) + "; "
                        + "give the output of gpg --export or gpg --export-secret-keys",
                cause);
    }
}
