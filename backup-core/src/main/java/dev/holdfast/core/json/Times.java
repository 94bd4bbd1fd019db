package dev.holdfast.core.json;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;

/** Times as the repository's objects keep them: what lies beyond the furthest one counts as that one. */
public final class Times {

    private static final long MAX_SECONDS = 999_999_999_999_999L;
    private static final Instant FIRST = Instant.ofEpochSecond(-MAX_SECONDS);
    private static final Instant LAST = Instant.ofEpochSecond(MAX_SECONDS);

    private Times() {}

    /** @param seconds since 1970-01-01T00:00:00Z */
    public static Instant of(long seconds, int nanoseconds) {
        return Instant.ofEpochSecond(Math.max(-MAX_SECONDS, Math.min(MAX_SECONDS, seconds)), nanoseconds);
    }

    /** @param wait not negative, of any length */
    public static Instant after(Instant time, Duration wait) {
        try {
            Instant sum = time.plus(wait);
            return sum.isAfter(LAST) ? LAST : sum;
        } catch (DateTimeException | ArithmeticException e) {
            return LAST;
        }
    }

    /** @param age not negative, of any length */
    public static Instant before(Instant time, Duration age) {
        try {
            return time.minus(age);
        } catch (DateTimeException | ArithmeticException e) {
            return FIRST;
        }
    }

    /**
     * By the calendar.
     *
     * @param age not negative, of any length
     */
    public static Instant before(Instant time, Period age, ZoneId zone) {
        try {
            return time.atZone(zone).minus(age).toInstant();
        } catch (DateTimeException | ArithmeticException e) {
            return FIRST;
        }
    }
}
