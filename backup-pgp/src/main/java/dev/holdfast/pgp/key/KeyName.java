package dev.holdfast.pgp.key;

import dev.holdfast.api.error.ConfigurationException;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.openpgp.PGPPublicKey;

/**
 * A key as a user writes it: short id (8 hexadecimal digits), long id (16) or fingerprint (40; 64 for version 6), in
 * any case, with or without {@code 0x} and blanks.
 */
public final class KeyName {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final String digits;

    private KeyName(String digits) {
        this.digits = digits;
    }

    /** @throws ConfigurationException if it is none of the forms */
    public static KeyName of(String text) {
        String digits = text.replaceAll("\\s", "").toUpperCase(Locale.ROOT);
        if (digits.startsWith("0X")) {
            digits = digits.substring(2);
        }
        if (!digits.matches("[0-9A-F]{8}|[0-9A-F]{16}|[0-9A-F]{40}|[0-9A-F]{64}")) {
            throw new ConfigurationException("\"" + text + "\" is no key id: expected 8 or 16 hexadecimal digits, or a "
                    + "fingerprint of 40 or 64");
        }
        return new KeyName(digits);
    }

    boolean matches(PGPPublicKey key) {
        return switch (digits.length()) {
            case 8 -> longId(key.getKeyID()).endsWith(digits);
            case 16 -> longId(key.getKeyID()).equals(digits);
            default -> fingerprint(key).equals(digits);
        };
    }

    /** As {@code gpg --list-packets} writes it. */
    public static String longId(long keyId) {
        return HEX.toHexDigits(keyId);
    }

    static String fingerprint(PGPPublicKey key) {
        return fingerprint(key.getFingerprint());
    }

    static String fingerprint(byte[] octets) {
        return HEX.formatHex(octets);
    }

    @Override
    public String toString() {
        return digits;
    }
}
