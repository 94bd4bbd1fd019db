package dev.holdfast.pgp.key;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.KeyException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.bcpg.SecretKeyPacket;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.operator.PBESecretKeyDecryptor;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.jspecify.annotations.Nullable;

/**
 * Secret keys whose secret parts are at hand, each unlocked when it is first needed and kept so until {@link #close}.
 * Thread-safe: a passphrase is asked for by one thread while the others wait.
 */
public final class SecretKeys implements AutoCloseable {

    private final List<Entry> entries;
    /** Keys whose secret parts are elsewhere. */
    private final List<PGPSecretKey> stubs = new ArrayList<>();

    private final Passphrases passphrases;
    private final Map<Entry, PGPPrivateKey> unlocked = new HashMap<>();

    private record Entry(PGPSecretKey key, String source, String primaryFingerprint) {

        /** For a person. */
        String name() {
            return "secret key " + KeyName.fingerprint(key.getPublicKey())
                    + (key.isMasterKey() ? "" : " (of key " + primaryFingerprint + ")") + " in " + source;
        }
    }

    /** @throws ConfigurationException if one of them holds no secret key */
    public SecretKeys(List<KeyBytes> files, Passphrases passphrases) {
        this.entries = files.stream()
                .flatMap(file ->
                        file.requireSecretKeys().stream().flatMap(ring -> entries(file.source(), ring).stream()))
                .toList();
        this.passphrases = passphrases;
    }

    /** Only one key and its subkeys. */
    SecretKeys(String source, PGPSecretKeyRing ring, Passphrases passphrases) {
        this.entries = entries(source, ring);
        this.passphrases = passphrases;
    }

    private List<Entry> entries(String source, PGPSecretKeyRing ring) {
        String primary = KeyName.fingerprint(ring.getPublicKey());
        List<Entry> entries = new ArrayList<>();
        for (PGPSecretKey key : ring) {
            if (isStub(key)) {
                stubs.add(key);
            } else {
                entries.add(new Entry(key, source, primary));
            }
        }
        return entries;
    }

    /** Whether the secret part is elsewhere: kept offline, or on a card, as GnuPG's own kinds of S2K say. */
    private static boolean isStub(PGPSecretKey key) {
        S2K s2k = key.getS2K();
        return key.isPrivateKeyEmpty() || s2k != null && s2k.getType() == S2K.GNU_DUMMY_S2K;
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    public boolean has(long keyId) {
        return entries.stream().anyMatch(it -> it.key().getKeyID() == keyId);
    }

    /** Which keys that decrypt were given, as the end of a sentence. */
    public String given() {
        if (entries.isEmpty() && stubs.isEmpty()) {
            return "no secret key was given";
        }
        String given = names(entries.stream().map(Entry::key));
        String elsewhere = names(stubs.stream());
        return (given.isEmpty() ? "no secret key that decrypts was given" : "the secret keys given are " + given)
                + (elsewhere.isEmpty()
                        ? ""
                        : "; of " + elsewhere + " the secret part is not in the file but on a card, or kept elsewhere");
    }

    private static String names(Stream<PGPSecretKey> keys) {
        return keys.filter(key -> key.getPublicKey().isEncryptionKey())
                .map(key -> KeyName.longId(key.getKeyID()))
                .collect(Collectors.joining(", "));
    }

    /** Ids of the keys that decrypt, to be tried for a message that hides its recipient. */
    public List<Long> decryptionKeyIds() {
        return entries.stream()
                .filter(it -> it.key().getPublicKey().isEncryptionKey())
                .map(it -> it.key().getKeyID())
                .toList();
    }

    /**
     * The key, unlocked.
     *
     * @throws KeyException if there is none, or its passphrase is missing or wrong
     */
    public synchronized PGPPrivateKey unlock(long keyId) {
        Entry entry = entries.stream()
                .filter(it -> it.key().getKeyID() == keyId)
                .findFirst()
                .orElseThrow(() -> new KeyException("the secret key " + KeyName.longId(keyId) + " was not given"));
        PGPPrivateKey key = unlocked.get(entry);
        if (key == null) {
            key = extract(entry);
            unlocked.put(entry, key);
        }
        return key;
    }

    @Override
    public synchronized void close() {
        unlocked.clear();
    }

    private PGPPrivateKey extract(Entry entry) {
        PGPSecretKey key = entry.key();
        String name = entry.name();
        requireMemory(key.getS2K(), name);
        if (key.getS2KUsage() == SecretKeyPacket.USAGE_NONE) {
            if (!hasRightChecksum(key)) {
                throw new KeyException("the " + name + " is damaged: its checksum is wrong");
            }
            return extract(key, null, name, "the " + name + " is damaged or of an unknown kind");
        }
        char[] passphrase = passphrases.ask(name);
        if (passphrase == null) {
            throw new KeyException("the " + name + " is protected by a passphrase, and none was given");
        }
        try {
            PBESecretKeyDecryptor decryptor =
                    new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider()).build(passphrase);
            return extract(key, decryptor, name, "the passphrase for the " + name + " is wrong");
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }

    /** @param failure what to say if it cannot be decrypted or read */
    private static PGPPrivateKey extract(
            PGPSecretKey key, @Nullable PBESecretKeyDecryptor decryptor, String name, String failure) {
        PGPPrivateKey secret;
        try {
            secret = key.extractPrivateKey(decryptor);
        } catch (PGPException | RuntimeException e) {
            throw new KeyException(failure, e);
        }
        if (secret == null) {
            throw new KeyException("the " + name + " has no secret part");
        }
        return secret;
    }

    /** Argon2 fills memory. The library would fail as for a wrong passphrase, or take all that there is. */
    private static void requireMemory(@Nullable S2K s2k, String name) {
        if (s2k == null || s2k.getType() != S2K.ARGON_2) {
            return;
        }
        int exponent = s2k.getMemorySizeExponent();
        long mostKib = Runtime.getRuntime().maxMemory() / 4 * 3 >> 10;
        if (exponent >= Long.SIZE - 1 || 1L << exponent > mostKib) {
            throw new KeyException(
                    "the " + name + " cannot be unlocked here: making a key of its passphrase (Argon2) takes 2^"
                            + exponent + " KiB of memory, and this Java runtime has " + mostKib
                            + " KiB for it; give it more (-Xmx), or protect the key with less");
        }
    }

    /**
     * Of a secret part without protection; its last two octets are the sum of the others. The library does not look at
     * them.
     */
    private static boolean hasRightChecksum(PGPSecretKey key) {
        if (key.getPublicKey().getVersion() != PublicKeyPacket.VERSION_4) {
            return true;
        }
        try {
            SecretKeyPacket packet =
                    (SecretKeyPacket) new BCPGInputStream(new ByteArrayInputStream(key.getEncoded())).readPacket();
            byte[] secret = packet.getSecretKeyData();
            int sum = 0;
            for (int i = 0; i < secret.length - 2; i++) {
                sum += secret[i] & 0xFF;
            }
            return secret.length > 2 && (short) sum == ByteBuffer.wrap(secret).getShort(secret.length - 2);
        } catch (IOException e) {
            return false;
        }
    }
}
