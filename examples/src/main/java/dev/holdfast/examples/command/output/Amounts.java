package dev.holdfast.examples.command.output;

import java.time.Duration;

/** Writes numbers for people. */
public final class Amounts {

    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Amounts() {}

    /** {@code 17 bytes}, {@code 1 byte}, {@code 1.4 MiB}, {@code 2 MiB}, {@code 230 GiB}. */
    public static String bytes(long count) {
        if (count < 1024) {
            return count(count, "byte", "bytes");
        }
        int unit = 0;
        double amount = count / 1024.0;
        while (amount >= 1024) {
            amount /= 1024;
            unit++;
        }
        return decimal(amount) + " " + UNITS[unit];
    }

    /** One digit behind the point below 100, none above, nor where it is round. */
    private static String decimal(double amount) {
        long tenths = Math.round(amount * 10);
        boolean whole = tenths >= 1000 || tenths % 10 == 0;
        return whole ? Long.toString(Math.round(amount)) : tenths / 10 + "." + tenths % 10;
    }

    /** {@code 1,234,567}. */
    public static String count(long count) {
        StringBuilder text = new StringBuilder(Long.toString(count));
        for (int i = text.length() - 3; i > (count < 0 ? 1 : 0); i -= 3) {
            text.insert(i, ',');
        }
        return text.toString();
    }

    /** {@code 1 file}, {@code 2 files}. */
    public static String count(long count, String one, String many) {
        return count(count) + " " + (count == 1 ? one : many);
    }

    /** {@code 0.4 s}, {@code 12 s}, {@code 3:07 min}, {@code 2:00:09 h}. */
    public static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 10) {
            long tenths = (duration.toMillis() + 50) / 100;
            return tenths / 10 + "." + tenths % 10 + " s";
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        String minutesAndSeconds = seconds / 60 % 60 + ":" + twoDigits(seconds % 60);
        return seconds < 3600
                ? minutesAndSeconds + " min"
                : seconds / 3600 + ":" + (seconds / 60 % 60 < 10 ? "0" : "") + minutesAndSeconds + " h";
    }

    static String twoDigits(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }
}
