package dev.holdfast.examples.command.line;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Tells URLs from paths, and makes a URI of what a user types: spaces and names beyond ASCII need no escapes. */
public final class StoreAddress {

    private static final String MEMORY = "memory:";

    /** As java.io.File writes it; a path that follows two slashes begins with the third. */
    private static final String FILE = "file:/";

    private static final String HOME_IN_URL = FILE + "//~";

    private static final String HOME_IN_SHORT_URL = FILE + "~";

    /** Schemes of Duplicity's other stores, as far as they are in use. */
    private static final Set<String> OTHER_STORES = Set.of(
            "azure",
            "b2",
            "dpbx",
            "ftp",
            "ftps",
            "gdrive",
            "gs",
            "hsi",
            "imap",
            "imaps",
            "mega",
            "onedrive",
            "pydrive",
            "rclone",
            "rsync",
            "s3+http",
            "scp",
            "sftp",
            "ssh",
            "swift",
            "webdav",
            "webdavs");

    /** Beside letters and digits, what may stand in a URI as it is. */
    private static final String PLAIN = "-._~:/?#[]@!$&'()*+,;=%";

    private StoreAddress() {}

    public static boolean isUrl(Word word) {
        int colon = word.indexOf(':');
        if (word.startsWith(MEMORY) || word.startsWith(FILE)) {
            return true;
        }
        if (colon < 1 || !word.from(colon).startsWith("://")) {
            return false;
        }
        byte[] bytes = word.bytes();
        for (int i = 0; i < colon; i++) {
            char c = (char) bytes[i];
            if (!(isAlphanumeric(c) || c == '+' || c == '-' || c == '.')) {
                return false;
            }
        }
        return true;
    }

    /** @throws UsageException if it is no URL */
    public static URI of(Word word) {
        if (word.is(MEMORY)) {
            return URI.create("memory:/");
        }
        if (!isUrl(word)) {
            throw new UsageException("\"" + word + "\" is no URL; write "
                    + (word.startsWith("/") ? FILE + "/" + word : "file:///directory") + " or s3://bucket/prefix");
        }
        if (word.startsWith(HOME_IN_URL) || word.startsWith(HOME_IN_SHORT_URL)) {
            throw new UsageException("no shell replaces the ~ in " + word + "; write file://$HOME/..., or %7E for a ~");
        }
        int colon = word.indexOf(':');
        String scheme = word.part(0, colon).toString();
        if (OTHER_STORES.contains(scheme)) {
            // Without the rest, which may hold a password.
            throw new UsageException("Duplicity's " + scheme + "://... is not taken: " + ForeignOptions.STORES);
        }
        StringBuilder uri = new StringBuilder();
        for (byte b : withBucketAsHost(word).bytes()) {
            if (isAlphanumeric((char) b) || b > 0 && PLAIN.indexOf(b) >= 0) {
                uri.append((char) b);
            } else {
                Word.escape(b, uri);
            }
        }
        try {
            return new URI(uri.toString());
        } catch (URISyntaxException e) {
            String withoutSecret = word.toString().replaceAll("://[^/]*@", "://...@");
            throw new UsageException("\"" + withoutSecret + "\" is no URL: " + e.getReason()
                    + (word.indexOf('%') < 0
                            ? "; write file:///directory or s3://bucket/prefix"
                            : "; a '%' is written %25"));
        }
    }

    /** Newer Duplicity writes {@code s3:///bucket/prefix}. */
    private static Word withBucketAsHost(Word word) {
        for (String scheme : new String[] {"s3:", "boto3+s3:"}) {
            if (word.startsWith(scheme + "///")) {
                return Word.of(scheme + "//" + word.from(scheme.length()).text().replaceFirst("^/+", ""));
            }
        }
        return word;
    }

    private static boolean isAlphanumeric(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
