package dev.holdfast.core.manifest;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.json.JsonReader;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** The ids of writers: each run is one, under the id of its snapshot, {@code 20261123T081500Z-0123456789ab}. */
public final class WriterId {

    private static final int SECOND_LENGTH = "20261123T081500Z".length();
    private static final int RANDOM_BYTES = 6;
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private WriterId() {}

    /** A new id for the second that a time lies in. */
    public static String create(Instant time, RandomGenerator random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return SECOND.format(time) + "-" + HexFormat.of().formatHex(bytes);
    }

    /**
     * The second that a run began in, as its id says.
     *
     * @throws IntegrityException if there is no such second
     */
    public static Instant second(String id) {
        try {
            return SECOND.parse(id.substring(0, SECOND_LENGTH), Instant::from);
        } catch (DateTimeParseException e) {
            throw new IntegrityException("the id " + id + " names no time", e);
        }
    }

    public static boolean isValid(String id) {
        return SnapshotId.isValid(id);
    }

    /** The decimal number that a text ends with, without leading zeros. */
    static int number(String text, int from, JsonReader json) {
        long number = 0;
        int digits = text.length() - from;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || digits > 10) {
                throw json.malformed("expected a number behind the last slash of \"" + text + "\"");
            }
            number = number * 10 + (c - '0');
        }
        if (digits == 0 || digits > 1 && text.charAt(from) == '0' || number > Integer.MAX_VALUE) {
            throw json.malformed("expected a number behind the last slash of \"" + text + "\"");
        }
        return (int) number;
    }
}
