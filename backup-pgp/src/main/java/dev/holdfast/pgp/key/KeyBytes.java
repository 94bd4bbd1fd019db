package dev.holdfast.pgp.key;

import dev.holdfast.api.error.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPMarker;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPPadding;
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

    /** Of UTF-8, which some editors put before armor. */
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

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
                        "The file " + file + " is too large for a key: more than " + MAX_BYTES + " bytes.");
            }
            return of("the file " + file, content);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException("The key file " + file + " does not exist.", e);
        } catch (AccessDeniedException e) {
            throw new ConfigurationException("The key file " + file + " cannot be read: permission denied.", e);
        } catch (IOException e) {
            throw new ConfigurationException("The key file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** @throws ConfigurationException if the bytes are no key */
    public static KeyBytes of(String source, byte[] content) {
        Map<String, PGPPublicKeyRing> certificates = new LinkedHashMap<>();
        List<PGPSecretKeyRing> secretKeys = new ArrayList<>();
        try {
            PGPObjectFactory objects = new PGPObjectFactory(binary(content), new BcKeyFingerprintCalculator());
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

    /** What two copies of one certificate say together: an older one must not hide a revocation, nor a newer end. */
    private static PGPPublicKeyRing joined(PGPPublicKeyRing one, PGPPublicKeyRing other) {
        try {
            return PGPPublicKeyRing.join(one, other);
        } catch (PGPException e) {
            throw new IllegalArgumentException("Two copies of one certificate do not fit together", e);
        }
    }

    /** @throws ConfigurationException if there is only a secret key */
    List<PGPPublicKeyRing> requireCertificates() {
        if (certificates.isEmpty()) {
            throw new ConfigurationException("Expected a certificate (public key) in " + source
                    + ", found a secret key. Keep that elsewhere, and give the output of gpg --export.");
        }
        return certificates;
    }

    /** @throws ConfigurationException if there is only a certificate */
    List<PGPSecretKeyRing> requireSecretKeys() {
        if (secretKeys.isEmpty()) {
            throw new ConfigurationException("Expected a secret key in " + source
                    + ", found only a certificate (public key). Give the output of gpg --export-secret-keys.");
        }
        return secretKeys;
    }

    /** Binary packets have the highest bit of their first octet set, which armor never has. */
    private static byte[] binary(byte[] content) throws IOException {
        int start = hasByteOrderMark(content) ? BYTE_ORDER_MARK.length : 0;
        if (content.length == start || content[start] < 0) {
            return content;
        }
        ByteArrayOutputStream packets = new ByteArrayOutputStream(content.length);
        InputStream text = new ByteArrayInputStream(content, start, content.length - start);
        while (text.available() > 0) {
            ArmoredInputStream block = new ArmoredInputStream(text);
            if (!block.isEndOfStream()) {
                block.transferTo(packets);
            }
        }
        return packets.toByteArray();
    }

    private static boolean hasByteOrderMark(byte[] content) {
        return Arrays.equals(
                content,
                0,
                Math.min(BYTE_ORDER_MARK.length, content.length),
                BYTE_ORDER_MARK,
                0,
                BYTE_ORDER_MARK.length);
    }

    private static ConfigurationException noKey(String source, byte[] content, @Nullable Exception cause) {
        return new ConfigurationException(
                "Expected an OpenPGP key in " + source + ", found " + WhatElse.is(content, cause) + ". "
                        + "Give the output of gpg --export or gpg --export-secret-keys.",
                cause);
    }
}
