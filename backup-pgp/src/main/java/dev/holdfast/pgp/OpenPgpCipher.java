package dev.holdfast.pgp;

import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Opener;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Sealer;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.pgp.key.Certificate;
import dev.holdfast.pgp.key.KeyBytes;
import dev.holdfast.pgp.key.KeyName;
import dev.holdfast.pgp.key.Passphrases;
import dev.holdfast.pgp.key.SecretKeys;
import dev.holdfast.pgp.message.MessageOpener;
import dev.holdfast.pgp.message.MessageSealer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.jspecify.annotations.Nullable;

/**
 * Seals every block as an OpenPGP message that GnuPG 2.2 and later decrypt.
 *
 * <p>A host that only backs up is given recipients; it cannot open what it sealed. Whoever restores is given secret
 * keys. Keys are what {@code gpg --export} and {@code gpg --export-secret-keys} write, with or without {@code --armor}:
 * RSA from 2048 bits, Curve25519, Curve448, NIST and Brainpool curves, and version 6 certificates (which GnuPG 2.2 does
 * not know). What a certificate says of itself counts if it is signed by SHA-1 or better, as with GnuPG, since its file
 * is trusted. From a recipient's certificate the newest valid encryption key is used; it is checked anew for every
 * {@linkplain #sealer sealer}.
 *
 * <pre>{@code
 * ContentCipher toBackUp = OpenPgpCipher.builder().recipient(Path.of("backup-public.asc")).build();
 * ContentCipher toRestore = OpenPgpCipher.builder()
 *         .secretKey(Path.of("backup-secret.asc"))
 *         .passphrase(() -> System.console().readPassword("Passphrase: "))
 *         .build();
 * }</pre>
 *
 * <p>Thread-safe. Unlocked keys stay in memory until the cipher is closed.
 */
public final class OpenPgpCipher implements ContentCipher {

    private static final String NAME = "openpgp";

    private final List<Certificate> recipients;
    private final List<Certificate> catalogRecipients;
    private final SecretKeys secretKeys;
    private final @Nullable Passphrases symmetricPassphrase;
    private final boolean allowExpired;
    private final SecureRandom random;
    private final InstantSource clock;

    private OpenPgpCipher(Builder builder) {
        this.recipients = List.copyOf(builder.recipients);
        this.catalogRecipients = List.copyOf(builder.catalogRecipients);
        this.secretKeys = new SecretKeys(builder.secretKeys, builder.passphrases);
        this.symmetricPassphrase = builder.symmetricPassphrase;
        this.allowExpired = builder.allowExpired;
        this.random = builder.random;
        this.clock = builder.clock;
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Sealer sealer(Purpose purpose) {
        Instant now = clock.instant();
        Set<Long> seen = new HashSet<>();
        List<PGPPublicKey> keys = certificates(purpose)
                .map(it -> it.encryptionKey(now, allowExpired))
                .filter(it -> seen.add(it.getKeyID()))
                .toList();
        if (symmetricPassphrase == null) {
            if (recipients.isEmpty()) {
                throw new ConfigurationException(
                        "there is nobody to seal for: give the cipher a recipient's certificate, "
                                + "or a passphrase for symmetric encryption");
            }
            return new MessageSealer(keys, null, random);
        }
        char[] passphrase = symmetricPassphrase.ask("the repository");
        if (passphrase == null || passphrase.length == 0) {
            throw new ConfigurationException("the passphrase for symmetric encryption is missing or empty");
        }
        try {
            return new MessageSealer(keys, passphrase, random);
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }

    @Override
    public Opener opener() {
        return new MessageOpener(secretKeys, symmetricPassphrase);
    }

    @Override
    public boolean opensWhatItSeals() {
        return symmetricPassphrase != null;
    }

    @Override
    public List<String> notices(Instant now) {
        return certificates(Purpose.CATALOG)
                .map(it -> it.encryptionNotice(now))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    @Override
    public void close() {
        secretKeys.close();
    }

    private Stream<Certificate> certificates(Purpose purpose) {
        return purpose == Purpose.CATALOG
                ? Stream.concat(recipients.stream(), catalogRecipients.stream())
                : recipients.stream();
    }

    /**
     * Collects keys and passphrases. Key files are read at once; what is wrong with them is said at once, by a
     * {@link ConfigurationException}. Not thread-safe. Passphrases are asked for later, by a thread of the run that
     * needs them.
     */
    public static final class Builder {

        private final List<Certificate> recipients = new ArrayList<>();
        private final List<Certificate> catalogRecipients = new ArrayList<>();
        private final List<KeyBytes> secretKeys = new ArrayList<>();
        private Passphrases passphrases = description -> null;
        private @Nullable Passphrases symmetricPassphrase;
        private boolean allowExpired;
        private SecureRandom random = new SecureRandom();
        private InstantSource clock = Clock.systemUTC();

        private Builder() {}

        /**
         * Everything is sealed for the one certificate in this file, and for the others that are given.
         *
         * @throws ConfigurationException if it is no certificate, or there are several
         */
        public Builder recipient(Path certificate) {
            recipients.add(Certificate.choose(KeyBytes.of(certificate), null));
            return this;
        }

        /**
         * As {@link #recipient(Path)}, for one certificate of several.
         *
         * @param keyId long or short key id or fingerprint of its primary key or of a subkey
         */
        public Builder recipient(Path certificate, String keyId) {
            recipients.add(Certificate.choose(KeyBytes.of(certificate), KeyName.of(keyId)));
            return this;
        }

        /** As {@link #recipient(Path)}, from memory. */
        public Builder recipient(byte[] certificate) {
            recipients.add(Certificate.choose(KeyBytes.of(certificate), null));
            return this;
        }

        /** As {@link #recipient(Path, String)}, from memory. */
        public Builder recipient(byte[] certificate, String keyId) {
            recipients.add(Certificate.choose(KeyBytes.of(certificate), KeyName.of(keyId)));
            return this;
        }

        /**
         * The catalog is also sealed for this one: its owner reads names, sizes and hashes, but no content. A host with
         * the secret key continues a chain without local state, if the chain was sealed for it from its beginning:
         * after a change of this key such a host needs the former one too, until the next full backup.
         */
        public Builder catalogRecipient(Path certificate) {
            catalogRecipients.add(Certificate.choose(KeyBytes.of(certificate), null));
            return this;
        }

        /** As {@link #catalogRecipient(Path)}, for one certificate of several. */
        public Builder catalogRecipient(Path certificate, String keyId) {
            catalogRecipients.add(Certificate.choose(KeyBytes.of(certificate), KeyName.of(keyId)));
            return this;
        }

        /** As {@link #catalogRecipient(Path)}, from memory. */
        public Builder catalogRecipient(byte[] certificate) {
            catalogRecipients.add(Certificate.choose(KeyBytes.of(certificate), null));
            return this;
        }

        /** As {@link #catalogRecipient(Path, String)}, from memory. */
        public Builder catalogRecipient(byte[] certificate, String keyId) {
            catalogRecipients.add(Certificate.choose(KeyBytes.of(certificate), KeyName.of(keyId)));
            return this;
        }

        /**
         * Both for a host that continues a chain without local state: the catalog is also sealed for this key, and
         * opened with it.
         *
         * @param secretKey as {@code gpg --export-secret-keys} writes it, a single key
         * @throws ConfigurationException if it holds no secret key, or several
         */
        public Builder catalogKey(Path secretKey) {
            return catalogKey(KeyBytes.of(secretKey));
        }

        /** As {@link #catalogKey(Path)}, from memory. */
        public Builder catalogKey(byte[] secretKey) {
            return catalogKey(KeyBytes.of(secretKey));
        }

        private Builder catalogKey(KeyBytes key) {
            catalogRecipients.add(Certificate.ofSecretKey(key));
            secretKeys.add(key);
            return this;
        }

        /**
         * Opens blocks with all secret keys in this file.
         *
         * @throws ConfigurationException if it holds none
         */
        public Builder secretKey(Path secretKey) {
            secretKeys.add(KeyBytes.of(secretKey));
            return this;
        }

        /** As {@link #secretKey(Path)}, from memory. */
        public Builder secretKey(byte[] secretKey) {
            secretKeys.add(KeyBytes.of(secretKey));
            return this;
        }

        /**
         * The passphrase of the secret keys, asked for when one of them is first needed. The array is overwritten after
         * use; null means that there is none.
         */
        public Builder passphrase(Supplier<char @Nullable []> passphrase) {
            Objects.requireNonNull(passphrase);
            this.passphrases = description -> passphrase.get();
            return this;
        }

        /** As {@link #passphrase}, where it depends on the key: the function is given a description for a person. */
        public Builder passphraseFor(Function<String, char @Nullable []> passphrase) {
            this.passphrases = passphrase::apply;
            return this;
        }

        /**
         * Seals under a passphrase, beside the recipients if there are any, and opens what was sealed under it. It is
         * asked for once for each sealer, and once for each sealer whose blocks are opened; each time it takes some 50
         * ms to derive the key. The array is overwritten after use. A backup that does not begin a chain by its user's
         * wish fails where the last snapshot was sealed under another passphrase.
         */
        public Builder symmetricPassphrase(Supplier<char @Nullable []> passphrase) {
            Objects.requireNonNull(passphrase);
            this.symmetricPassphrase = description -> passphrase.get();
            return this;
        }

        /** Seals also for keys that have expired. Revoked and weak ones stay refused. */
        public Builder allowExpired() {
            this.allowExpired = true;
            return this;
        }

        /** Where session keys and prefixes come from; the platform's default if not given. */
        public Builder random(SecureRandom random) {
            this.random = Objects.requireNonNull(random);
            return this;
        }

        /** What decides whether a key has expired; the real time if not given. */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock);
            return this;
        }

        /** @throws ConfigurationException if a file that was given as a secret key holds none */
        public OpenPgpCipher build() {
            return new OpenPgpCipher(this);
        }
    }
}
