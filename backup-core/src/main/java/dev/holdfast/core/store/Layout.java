package dev.holdfast.core.store;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.storage.ObjectKey;
import java.util.OptionalLong;

/** The keys of all objects of a repository. */
public final class Layout {

    /** Begins the keys of all records; the first key of its listing is the head. */
    public static final String LOG = "log/";

    public static final String MANIFESTS = "manifests/";
    public static final String PAGES = "pages/";
    public static final String INVENTORIES = "inventories/";
    public static final ObjectKey LEASE = ObjectKey.of("lease");

    private static final long MAX_RECORD = 999_999_999_999L;
    private static final int RECORD_DIGITS = 12;

    private Layout() {}

    /** @param number of the record, from 1 */
    public static ObjectKey record(long number) {
        if (number < 1 || number > MAX_RECORD) {
            throw new IllegalArgumentException("no record has the number " + number);
        }
        String digits = Long.toString(MAX_RECORD - number);
        return ObjectKey.of(LOG + "0".repeat(RECORD_DIGITS - digits.length()) + digits);
    }

    /** The number of the record under a key; nothing where the key is foreign. */
    public static OptionalLong recordNumber(ObjectKey key) {
        String text = key.value();
        if (!text.startsWith(LOG) || text.length() != LOG.length() + RECORD_DIGITS) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = LOG.length(); i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return OptionalLong.empty();
            }
            value = value * 10 + (c - '0');
        }
        return value == MAX_RECORD ? OptionalLong.empty() : OptionalLong.of(MAX_RECORD - value);
    }

    /** @param number from 1 within the run */
    public static ObjectKey manifest(String writer, int number) {
        return ObjectKey.of(MANIFESTS + writer + "/" + number);
    }

    public static ObjectKey signature(ObjectKey manifest) {
        return ObjectKey.of(manifest.value() + ".sig");
    }

    public static ObjectKey page(String sha256) {
        return ObjectKey.of(PAGES + sha256);
    }

    /** @param number from 1 within the run */
    public static ObjectKey inventory(String writer, int number) {
        return ObjectKey.of(INVENTORIES + writer + "/" + number);
    }

    /** A run's stream of blocks: {@code data/<writer>} or {@code catalog/<writer>}. */
    public static String stream(Purpose purpose, String writer) {
        return (purpose == Purpose.DATA ? "data/" : "catalog/") + writer;
    }

    /** @param number from 1 within the stream */
    public static ObjectKey volume(Purpose purpose, String writer, int number) {
        String digits = Integer.toString(number);
        return ObjectKey.of(stream(purpose, writer) + "/" + "0".repeat(Math.max(0, 5 - digits.length())) + digits);
    }
}
