package dev.holdfast.core.catalog.listing;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.catalog.page.PageRef;
import dev.holdfast.core.catalog.page.TreeWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where the pages of a listing end: at paths chosen by a keyed hash, so that a change moves no boundary but its own,
 * and page sizes betray no names. Normative: docs/format.md §8.2. For one thread.
 */
public final class PageCuts implements TreeWriter.Cut {

    public static final int MIN_ITEMS = 16;
    public static final int MAX_ITEMS = 256;
    public static final int MAX_PAGE_BYTES = 64 << 10;
    private static final int DIVISOR = 48;
    private static final byte[] LABEL = "page".getBytes(StandardCharsets.US_ASCII);

    private final Mac mac;

    /** @param secret the chain's, 32 bytes */
    public PageCuts(byte[] secret) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    public boolean endsLeafBehind(EntryPath path, int entries, int bytes) {
        return entries >= MAX_ITEMS || bytes >= MAX_PAGE_BYTES || entries >= MIN_ITEMS && chosen(0, path);
    }

    @Override
    public boolean endsBehind(int level, PageRef last, int references) {
        return references >= MAX_ITEMS
                || references >= MIN_ITEMS && chosen(level, Objects.requireNonNull(last.first(), "first"));
    }

    private boolean chosen(int level, EntryPath path) {
        mac.update(LABEL);
        mac.update((byte) level);
        byte[] hash = mac.doFinal(path.bytes());
        return ((hash[0] & 0xff) << 8 | hash[1] & 0xff) % DIVISOR == 0;
    }
}
