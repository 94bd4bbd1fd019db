package dev.holdfast.examples.command.line;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Duplicity's way to write a time, tried in this order:
 *
 * <ol>
 *   <li>{@code now};
 *   <li>digits: seconds since 1970. Eight digits are refused, for they may be meant as a date;
 *   <li>{@code YYYY-MM-DDThh:mm:ss} with {@code Z}, {@code ±hh:mm} or, for the local zone, nothing behind it; or
 *       {@code YYYYMMDDThhmmssZ};
 *   <li>an age: numbers with the units {@code s m h D W M Y}, in any order, added up; M is 30 days, Y is 365;
 *   <li>a date, for its midnight in the local zone: {@code YYYY-M-D}, {@code M-D-YYYY}, either with slashes, or
 *       {@code YYYYMMDDZ}.
 * </ol>
 */
public final class TimeStrings {

    private static final String UNITS = "smhDWMY";
    private static final long[] UNIT_SECONDS = {1, 60, 3_600, 86_400, 604_800, 2_592_000, 31_536_000};
    private static final int FIRST_YEAR = 1901;
    private static final int LAST_YEAR = 2099;

    private final String text;
    private final ZoneId zone;

    private TimeStrings(String text, ZoneId zone) {
        this.text = text;
        this.zone = zone;
    }

    /**
     * @param zone for what names no zone itself
     * @throws UsageException if it is no time, or one that does not exist
     */
    public static Instant parse(String text, Instant now, ZoneId zone) {
        try {
            Instant time = new TimeStrings(text, zone).parse(now);
            if (time != null) {
                return time;
            }
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new UsageException("\"" + text + "\" is no time that exists: " + e.getMessage());
        }
        throw new UsageException("\"" + text + "\" is no time; write now, 2026-11-23T08:00:00+01:00, 2026-11-23,"
                + " or an age such as 3D or 1h30m (units s m h D W M Y)");
    }

    private @Nullable Instant parse(Instant now) {
        if (text.equals("now")) {
            return now;
        }
        if (areDigits(0, text.length())) {
            if (text.length() == 8) {
                throw new UsageException("\"" + text + "\" may mean a date or seconds since 1970; write "
                        + text.substring(0, 4) + "-" + text.substring(4, 6) + "-" + text.substring(6)
                        + ", or the seconds with a leading 0");
            }
            return Instant.ofEpochSecond(Long.parseLong(text));
        }
        Instant time = dateTime();
        if (time == null) {
            time = age(now);
        }
        return time == null ? date() : time;
    }

    private @Nullable Instant dateTime() {
        if (hasForm("dddd-dd-ddTdd:dd:dd")) {
            LocalDateTime local = local(0, 5, 8, 11, 14, 17);
            if (text.length() == 19) {
                return local.atZone(zone).toInstant();
            }
            if (text.length() == 20 && text.charAt(19) == 'Z') {
                return local.toInstant(ZoneOffset.UTC);
            }
            if (text.length() == 25
                    && (text.charAt(19) == '+' || text.charAt(19) == '-')
                    && areDigits(20, 22)
                    && text.charAt(22) == ':'
                    && areDigits(23, 25)) {
                return local.toInstant(ZoneOffset.of(text.substring(19)));
            }
            return null;
        }
        return text.length() == 16 && hasForm("ddddddddTddddddZ")
                ? local(0, 4, 6, 9, 11, 13).toInstant(ZoneOffset.UTC)
                : null;
    }

    /** Takes leap seconds, as Duplicity: they are the first of the next minute. */
    private LocalDateTime local(int year, int month, int day, int hour, int minute, int second) {
        int seconds = number(second, second + 2);
        if (seconds > 61) {
            throw new DateTimeException("second " + seconds);
        }
        LocalDate date = date(number(year, year + 4), number(month, month + 2), number(day, day + 2));
        return date.atTime(number(hour, hour + 2), number(minute, minute + 2)).plusSeconds(seconds);
    }

    private @Nullable Instant age(Instant now) {
        long seconds = 0;
        int i = 0;
        while (i < text.length()) {
            int start = i;
            while (i < text.length() && isDigit(i)) {
                i++;
            }
            int unit = i == text.length() ? -1 : UNITS.indexOf(text.charAt(i));
            if (i == start || unit < 0) {
                return null;
            }
            long count = Long.parseLong(text.substring(start, i));
            seconds = Math.addExact(seconds, Math.multiplyExact(count, UNIT_SECONDS[unit]));
            i++;
        }
        return i == 0 ? null : now.minusSeconds(seconds);
    }

    private @Nullable Instant date() {
        if (text.length() == 9 && hasForm("ddddddddZ")) {
            return midnight(number(0, 4), number(4, 6), number(6, 8));
        }
        int first = separator(0);
        int second = first < 0 ? -1 : separator(first + 1);
        if (second < 0
                || !areDigits(0, first)
                || !areDigits(first + 1, second)
                || !areDigits(second + 1, text.length())) {
            return null;
        }
        int last = text.length() - second - 1;
        boolean middleFits = second - first <= 3;
        if (first == 4 && middleFits && last <= 2) {
            return midnight(number(0, 4), number(5, second), number(second + 1, text.length()));
        }
        if (first <= 2 && middleFits && last == 4) {
            return midnight(number(second + 1, text.length()), number(0, first), number(first + 1, second));
        }
        return null;
    }

    private Instant midnight(int year, int month, int day) {
        return date(year, month, day).atStartOfDay(zone).toInstant();
    }

    private static LocalDate date(int year, int month, int day) {
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw new DateTimeException("the year is " + year + ", expected " + FIRST_YEAR + " to " + LAST_YEAR);
        }
        return LocalDate.of(year, month, day);
    }

    private int separator(int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '-' || text.charAt(i) == '/') {
                return i;
            }
        }
        return -1;
    }

    /** Whether the text begins as the form, where {@code d} stands for a digit. */
    private boolean hasForm(String form) {
        if (text.length() < form.length()) {
            return false;
        }
        for (int i = 0; i < form.length(); i++) {
            if (form.charAt(i) == 'd' ? !isDigit(i) : text.charAt(i) != form.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean areDigits(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isDigit(i)) {
                return false;
            }
        }
        return from < to;
    }

    private boolean isDigit(int index) {
        char c = text.charAt(index);
        return c >= '0' && c <= '9';
    }

    private int number(int from, int to) {
        return Integer.parseInt(text.substring(from, to));
    }
}
