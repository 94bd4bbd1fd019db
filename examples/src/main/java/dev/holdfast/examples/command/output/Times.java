package dev.holdfast.examples.command.output;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** Writes times for people, in their zone. */
public final class Times {

    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private Times() {}

    /** As {@code --time} takes it: {@code 2026-11-23T09:15:00+01:00}. */
    public static String iso(Instant time, ZoneId zone) {
        ZonedDateTime local = time.atZone(zone);
        return local.toLocalDate() + "T" + clock(local) + local.getOffset();
    }

    /** As C's {@code asctime} and Duplicity: {@code Wed Jun 15 05:19:50 2022}. */
    public static String asctime(Instant time, ZoneId zone) {
        ZonedDateTime local = time.atZone(zone);
        int day = 3 * (local.getDayOfWeek().getValue() - 1);
        int month = 3 * (local.getMonthValue() - 1);
        return DAYS.substring(day, day + 3) + " " + MONTHS.substring(month, month + 3)
                + (local.getDayOfMonth() < 10 ? "  " : " ") + local.getDayOfMonth() + " " + clock(local) + " "
                + local.getYear();
    }

    private static String clock(ZonedDateTime local) {
        return Amounts.twoDigits(local.getHour()) + ":" + Amounts.twoDigits(local.getMinute()) + ":"
                + Amounts.twoDigits(local.getSecond());
    }
}
