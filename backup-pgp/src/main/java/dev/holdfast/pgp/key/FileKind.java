package dev.holdfast.pgp.key;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Guesses, for a message to a person, what a file is of which no key can be read. */
final class FileKind {

    private static final Pattern ARMOR = Pattern.compile("-----BEGIN PGP ([A-Z ]+)-----");
    private static final int LOOK_BYTES = 64 << 10;
    private static final int MAGIC_OFFSET = 8;

    private FileKind() {}

    /** @param reason what reading it failed with; null if it holds packets of other kinds */
    static String guess(byte[] content, @Nullable Exception reason) {
        if (content.length == 0) {
            return "an empty file";
        }
        String start = new String(content, 0, Math.min(LOOK_BYTES, content.length), StandardCharsets.ISO_8859_1);
        if (start.isBlank()) {
            return "blanks only";
        }
        if (start.startsWith("\u00ff\u00fe") || start.startsWith("\u00fe\u00ff")) {
            return "text in UTF-16, as > writes it in PowerShell; take gpg --output instead";
        }
        if (start.startsWith("KBXf", MAGIC_OFFSET)) {
            return "the keybox in which GnuPG keeps its keys";
        }
        Matcher armor = ARMOR.matcher(start);
        boolean armored = armor.find();
        String kind = armored ? armor.group(1) : "";
        if (armored ? kind.endsWith("KEY BLOCK") : isKeyPacket(content[0])) {
            return reason == null
                    ? "no key but something such as a certificate of revocation"
                    : "one that is damaged or was cut off";
        }
        return armored ? "an OpenPGP " + kind.toLowerCase(Locale.ROOT) : "something else";
    }

    /** Of a secret or public key (types 5 and 6), in either format of packet headers. */
    private static boolean isKeyPacket(byte header) {
        int type = (header & 0x40) != 0 ? header & 0x3F : header >> 2 & 0x0F;
        return (header & 0x80) != 0 && (type == 5 || type == 6);
    }
}
