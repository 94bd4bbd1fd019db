package dev.holdfast.examples.command.session;

import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Signer;
import dev.holdfast.api.cipher.Verifier;
import dev.holdfast.examples.command.line.CommandLine;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.line.UsageException;
import dev.holdfast.examples.command.line.Word;
import dev.holdfast.pgp.OpenPgpCipher;
import dev.holdfast.pgp.OpenPgpSigner;
import dev.holdfast.pgp.OpenPgpVerifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys that the options and the environment give. */
final class Keys {

    static final String PASSPHRASE = "PASSPHRASE";
    private static final String SIGN_PASSPHRASE = "SIGN_PASSPHRASE";

    private final Invocation invocation;
    private final CommandLine line;

    Keys(Invocation invocation) {
        this.invocation = invocation;
        this.line = invocation.line();
    }

    /** Whether everything is in the clear by the user's wish. */
    boolean unencrypted() {
        if (!line.has(Option.NO_ENCRYPTION)) {
            return false;
        }
        invocation.atMostOneOf(Option.NO_ENCRYPTION, Option.ENCRYPT_KEY);
        invocation.atMostOneOf(Option.NO_ENCRYPTION, Option.SECRET_KEY);
        invocation.atMostOneOf(Option.NO_ENCRYPTION, Option.CATALOG_KEY);
        return true;
    }

    private boolean hasKeyOption() {
        return line.has(Option.ENCRYPT_KEY) || line.has(Option.SECRET_KEY) || line.has(Option.CATALOG_KEY);
    }

    /** A cipher to seal with. */
    ContentCipher sealing() {
        if (!line.has(Option.ENCRYPT_KEY) && (hasKeyOption() || !invocation.hasPassphrase(PASSPHRASE))) {
            throw new UsageException("nothing says how to encrypt: give --encrypt-key FILE, or a passphrase in the"
                    + " environment's PASSPHRASE, or --no-encryption");
        }
        return cipher();
    }

    /**
     * A cipher to open with.
     *
     * @param fitting ids of the keys that would open what is there, asked for where no key is given
     */
    ContentCipher opening(Supplier<List<String>> fitting) {
        if (!hasKeyOption() && !invocation.hasPassphrase(PASSPHRASE) && invocation.secretKey() == null) {
            List<String> keys = fitting.get();
            throw new UsageException(
                    "nothing says how to decrypt: give --secret-key FILE, or its name in the environment's"
                            + " HOLDFAST_SECRET_KEY, or a passphrase in PASSPHRASE, or --no-encryption"
                            + (keys.isEmpty() ? "" : "; it is sealed for key " + String.join(", ", keys)));
        }
        return forNames();
    }

    /** A cipher to open names with, or to know them from local state. */
    ContentCipher forNames() {
        Path usual = invocation.secretKey();
        if (hasKeyOption() || usual == null) {
            return cipher();
        }
        OpenPgpCipher.Builder cipher = OpenPgpCipher.builder()
                .secretKey(usual)
                .passphraseFor(key -> invocation.passphrase(PASSPHRASE, "Passphrase of " + key));
        if (invocation.hasPassphrase(PASSPHRASE)) {
            cipher.symmetricPassphrase(() -> invocation.passphrase(PASSPHRASE, "Passphrase"));
        }
        return cipher.build();
    }

    private ContentCipher cipher() {
        OpenPgpCipher.Builder cipher = OpenPgpCipher.builder();
        for (Word key : line.values(Option.ENCRYPT_KEY)) {
            KeyFile named = KeyFile.of(Option.ENCRYPT_KEY, key);
            if (named.keyId() == null) {
                cipher.recipient(named.file());
            } else {
                cipher.recipient(named.file(), named.keyId());
            }
        }
        for (Word key : line.values(Option.SECRET_KEY)) {
            cipher.secretKey(key.path());
        }
        Word catalogKey = line.value(Option.CATALOG_KEY);
        if (catalogKey != null) {
            cipher.catalogKey(catalogKey.path());
        }
        if (line.has(Option.ALLOW_EXPIRED_KEY)) {
            cipher.allowExpired();
        }
        if (hasKeyOption()) {
            cipher.passphraseFor(key -> invocation.passphrase(PASSPHRASE, "Passphrase of " + key));
        } else if (invocation.hasPassphrase(PASSPHRASE)) {
            cipher.symmetricPassphrase(() -> invocation.passphrase(PASSPHRASE, "Passphrase"));
        }
        return cipher.build();
    }

    /** {@code FILE[#KEYID]}. */
    private record KeyFile(Path file, @Nullable String keyId) {

        private static final Pattern ID_OR_ADDRESS = Pattern.compile("(0x)?[0-9A-Fa-f]{8,40}|[^/]+@[^/]+");

        /**
         * A file name may have a {@code #} of its own: what is there as it is written is meant.
         *
         * @throws UsageException if a key of gpg's keyring is named, as for Duplicity
         */
        static KeyFile of(Option option, Word word) {
            int hash = word.lastIndexOf('#');
            Path whole = word.path();
            if (Files.notExists(whole) && ID_OR_ADDRESS.matcher(word.toString()).matches()) {
                String export = option == Option.SIGN_KEY ? "--export-secret-keys " : "--export ";
                throw new UsageException(option.longName() + " takes a file, for no gpg runs: gpg --armor " + export
                        + word + " > FILE, then " + option.longName() + " FILE");
            }
            return hash <= 0 || Files.exists(whole)
                    ? new KeyFile(whole, null)
                    : new KeyFile(word.part(0, hash).path(), word.from(hash + 1).text());
        }
    }

    @Nullable
    Signer signer() {
        Word key = line.value(Option.SIGN_KEY);
        if (key == null) {
            return null;
        }
        String variable = invocation.hasPassphrase(SIGN_PASSPHRASE) ? SIGN_PASSPHRASE : PASSPHRASE;
        KeyFile named = KeyFile.of(Option.SIGN_KEY, key);
        OpenPgpSigner.Builder signer = OpenPgpSigner.builder()
                .passphrase(() -> invocation.passphrase(variable, "Passphrase of the signing key " + key));
        return named.keyId() == null
                ? signer.secretKey(named.file()).build()
                : signer.secretKey(named.file(), named.keyId()).build();
    }

    @Nullable
    Verifier expectedSigners() {
        if (!line.has(Option.EXPECT_SIGNER)) {
            return null;
        }
        OpenPgpVerifier.Builder verifier = OpenPgpVerifier.builder();
        for (Word key : line.values(Option.EXPECT_SIGNER)) {
            KeyFile named = KeyFile.of(Option.EXPECT_SIGNER, key);
            if (named.keyId() == null) {
                verifier.signer(named.file());
            } else {
                verifier.signer(named.file(), named.keyId());
            }
        }
        return verifier.build();
    }
}
