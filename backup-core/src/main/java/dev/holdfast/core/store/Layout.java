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

    private static final String DATA = "data/";
    private static final String CATALOG = "catalog/";
    private static final long MAX_RECORD = 999_999_999_999L;
    private static final int RECORD_DIGITS = 12;
    /** No stream has more volumes. */
    public static final int MAX_VOLUMES = 99_999_999;

    private static final int VOLUME_DIGITS = 8;

    private Layout() {}

    /** @param number of the record, from 1 */
    public static ObjectKey record(long number) {
        if (number < 1 || number > MAX_RECORD) {
            throw new IllegalArgumentException("no record has the number " + number);
        }
        return ObjectKey.of(LOG + padded(MAX_RECORD - number, RECORD_DIGITS));
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
        return (purpose == Purpose.DATA ? DATA : CATALOG) + writer;
    }

    /** Whether a stream, or a volume by its key, has content or pages of the catalog. */
    public static Purpose purpose(String stream) {
        return stream.startsWith(DATA) ? Purpose.DATA : Purpose.CATALOG;
    }

    /** The run that has written a stream. */
    public static String writer(String stream) {
        return stream.substring(stream.indexOf('/') + 1);
    }

    /**
     * Volumes of a stream sort by their numbers.
     *
     * @param number from 1 within the stream, at most {@value #MAX_VOLUMES}
     */
    public static ObjectKey volume(Purpose purpose, String writer, int number) {
        if (number < 1 || number > MAX_VOLUMES) {
            throw new IllegalArgumentException("no volume has the number " + number);
        }
        return ObjectKey.of(stream(purpose, writer) + "/" + padded(number, VOLUME_DIGITS));
    }

    /** The number that the key of a volume or inventory ends with. */
    public static int number(ObjectKey key) {
        String text = key.value();
        return Integer.parseInt(text, text.lastIndexOf('/') + 1, text.length(), 10);
    }

    private static String padded(long number, int length) {
        String digits = Long.toString(number);
        return "0".repeat(Math.max(0, length - digits.length())) + digits;
    }
}
