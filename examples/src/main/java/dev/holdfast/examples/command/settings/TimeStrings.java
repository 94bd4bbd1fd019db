package dev.holdfast.examples.command.settings;

import dev.holdfast.examples.command.line.UsageException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
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
     * @throws UsageException if it is no time, or one that does not exist; the message names the position of the
     *     mistake
     */
    public static Instant parse(String text, Instant now, ZoneId zone) {
        return new TimeStrings(text, zone).parse(now);
    }

    private Instant parse(Instant now) {
        if (text.equals("now")) {
            return now;
        }
        if (areDigits(0, text.length())) {
            if (text.length() == 8) {
                throw new UsageException("\"" + text + "\" may mean a date or seconds since 1970; write "
                        + text.substring(0, 4) + "-" + text.substring(4, 6) + "-" + text.substring(6)
                        + ", or the seconds with a leading 0");
            }
            return secondsLater(Instant.EPOCH, count(0, text.length()), 0);
        }
        Instant time = dateTime();
        if (time == null) {
            time = age(now);
        }
        if (time == null) {
            time = date();
        }
        if (time != null) {
            return time;
        }
        int place = TimeForms.firstMistake(text);
        throw mistake(
                place,
                place == text.length()
                        ? "something is missing"
                        : "\"" + text.substring(place, text.offsetByCodePoints(place, 1)) + "\" is not expected");
    }

    private UsageException mistake(int index, String what) {
        return new UsageException(
                "\"" + text + "\" is no time, " + what + " at position " + (index + 1)
                        + "; write now, 2026-11-23T08:00:00+01:00, 2026-11-23, or an age such as 3D or 1h30m (units s m h D W M Y)");
    }

    private @Nullable Instant dateTime() {
        if (TimeForms.begins("dddd-dd-ddTdd:dd:dd", text)) {
            if (text.length() == 19) {
                return local(0, 5, 8, 11, 14, 17).atZone(zone).toInstant();
            }
            if (TimeForms.is("dddd-dd-ddTdd:dd:ddZ", text)) {
                return local(0, 5, 8, 11, 14, 17).toInstant(ZoneOffset.UTC);
            }
            return TimeForms.is("dddd-dd-ddTdd:dd:dd±dd:dd", text)
                    ? local(0, 5, 8, 11, 14, 17).toInstant(offset())
                    : null;
        }
        return TimeForms.is("ddddddddTddddddZ", text)
                ? local(0, 4, 6, 9, 11, 13).toInstant(ZoneOffset.UTC)
                : null;
    }

    private ZoneOffset offset() {
        int hours = upTo(20, 18, "hours of the zone");
        int minutes = upTo(23, hours == 18 ? 0 : 59, "minutes of the zone");
        int seconds = (hours * 60 + minutes) * 60;
        return ZoneOffset.ofTotalSeconds(text.charAt(19) == '-' ? -seconds : seconds);
    }

    /** Takes leap seconds, as Duplicity: they are the first of the next minute. */
    private LocalDateTime local(int year, int month, int day, int hour, int minute, int second) {
        return date(year, year + 4, month, month + 2, day, day + 2)
                .atTime(upTo(hour, 23, "hours"), upTo(minute, 59, "minutes"))
                .plusSeconds(upTo(second, 61, "seconds"));
    }

    /** Two digits. */
    private int upTo(int start, int most, String what) {
        int number = number(start, start + 2);
        if (number > most) {
            throw mistake(start, number + " " + what + " are more than " + most);
        }
        return number;
    }

    private @Nullable Instant age(Instant now) {
        Instant time = now;
        int i = 0;
        while (i < text.length()) {
            int start = i;
            while (i < text.length() && TimeForms.isDigit(text.charAt(i))) {
                i++;
            }
            int unit = i == text.length() ? -1 : UNITS.indexOf(text.charAt(i));
            if (i == start || unit < 0) {
                return null;
            }
            time = secondsLater(time, times(count(start, i), -UNIT_SECONDS[unit], start), start);
            i++;
        }
        return i == 0 ? null : time;
    }

    private long count(int from, int to) {
        try {
            return Long.parseLong(text.substring(from, to));
        } catch (NumberFormatException e) {
            throw tooLarge(from);
        }
    }

    private long times(long count, long seconds, int index) {
        try {
            return Math.multiplyExact(count, seconds);
        } catch (ArithmeticException e) {
            throw tooLarge(index);
        }
    }

    private Instant secondsLater(Instant time, long seconds, int index) {
        try {
            return time.plusSeconds(seconds);
        } catch (DateTimeException | ArithmeticException e) {
            throw tooLarge(index);
        }
    }

    private UsageException tooLarge(int index) {
        return mistake(index, "the number is too large");
    }

    private @Nullable Instant date() {
        if (TimeForms.is("ddddddddZ", text)) {
            return midnight(date(0, 4, 4, 6, 6, 8));
        }
        String form = TimeForms.dateForm(text);
        if (form == null) {
            return null;
        }
        int first = form.indexOf('/');
        int second = form.lastIndexOf('/');
        return midnight(
                first == 4
                        ? date(0, 4, 5, second, second + 1, text.length())
                        : date(second + 1, text.length(), 0, first, first + 1, second));
    }

    private Instant midnight(LocalDate date) {
        return date.atStartOfDay(zone).toInstant();
    }

    private LocalDate date(int yearFrom, int yearTo, int monthFrom, int monthTo, int dayFrom, int dayTo) {
        int year = number(yearFrom, yearTo);
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw mistake(yearFrom, "the year is " + year + ", expected " + FIRST_YEAR + " to " + LAST_YEAR);
        }
        int month = number(monthFrom, monthTo);
        if (month < 1 || month > 12) {
            throw mistake(monthFrom, "there is no month " + month);
        }
        int day = number(dayFrom, dayTo);
        if (day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
            throw mistake(dayFrom, YearMonth.of(year, month) + " has no day " + day);
        }
        return LocalDate.of(year, month, day);
    }

    private boolean areDigits(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!TimeForms.isDigit(text.charAt(i))) {
                return false;
            }
        }
        return from < to;
    }

    private int number(int from, int to) {
        return Integer.parseInt(text.substring(from, to));
    }
}
