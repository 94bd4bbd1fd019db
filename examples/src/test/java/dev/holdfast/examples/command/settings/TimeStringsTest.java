package dev.holdfast.examples.command.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.examples.command.line.UsageException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeStringsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "now, 2026-11-23T00:00:00Z",
        "0, 1970-01-01T00:00:00Z",
        "1652868000, 2022-05-18T10:00:00Z",
        "020220518, 1970-08-23T00:48:38Z",
        "2022-05-18T10:00:00Z, 2022-05-18T10:00:00Z",
        "2022-05-18T10:00:00+02:00, 2022-05-18T08:00:00Z",
        "2022-05-18T10:00:00-05:30, 2022-05-18T15:30:00Z",
        "2022-05-18T10:00:00, 2022-05-18T10:00:00Z",
        "2022-05-18T10:00:60Z, 2022-05-18T10:01:00Z",
        "20220518T100000Z, 2022-05-18T10:00:00Z",
        "0s, 2026-11-23T00:00:00Z",
        "1h78m, 2026-11-22T21:42:00Z",
        "1D, 2026-11-22T00:00:00Z",
        "2W, 2026-11-09T00:00:00Z",
        "1M, 2026-10-24T00:00:00Z",
        "1M1M, 2026-09-24T00:00:00Z",
        "1Y, 2025-11-23T00:00:00Z",
        "1m1Y, 2025-11-22T23:59:00Z",
        "2022/5/8, 2022-05-08T00:00:00Z",
        "2022-05/18, 2022-05-18T00:00:00Z",
        "2022-05-18, 2022-05-18T00:00:00Z",
        "5/18/2022, 2022-05-18T00:00:00Z",
        "5-18-2022, 2022-05-18T00:00:00Z",
        "20220518Z, 2022-05-18T00:00:00Z",
    })
    void isAccepted(String text, Instant expected) {
        assertThat(TimeStrings.parse(text, NOW, ZoneOffset.UTC)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "NOW",
                "Now",
                "1d",
                "1y",
                "1w",
                "1S",
                "M",
                "-1D",
                "1.5D",
                "1D 2h",
                "2M3",
                " 1D",
                "1D ",
                "18/05/2022",
                "2022-13-01",
                "22-05-18",
                "2022-05-18T10:00",
                "2022-05-18 10:00:00",
                "2022-05-18T10:00:00-0700",
                "2022-05-18T24:00:00Z",
                "2022-05-18T10:00:00.5Z",
                "2022-05-18T10:60:00Z",
                "2022-05-18T10:00:62Z",
                "1900-05-18T10:00:00Z",
                "2100-01-01",
                "2022-05-18T10:00:00+25:00",
                "2022-02-30",
                "2023-02-29T00:00:00Z",
                "20220518",
                "2022-05",
                "2022-05-18-01",
                "2022-005-18",
                "//",
                "20220518T1000Z",
                "99999999999999999999",
                "99999999999999Y",
                "2022-05-18T10:00:00z",
                "１D",
            })
    void isRefused(String text) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> TimeStrings.parse(text, NOW, ZoneOffset.UTC))
                .withMessageContaining("\"" + text + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | something is missing at position 1",
                "NOW | \"N\" is not expected at position 1",
                "nov | \"v\" is not expected at position 3",
                "1d | \"d\" is not expected at position 2",
                "M | \"M\" is not expected at position 1",
                "1.5D | \".\" is not expected at position 2",
                "'1D 2h' | \" \" is not expected at position 3",
                "2M3 | something is missing at position 4",
                "' 1D' | \" \" is not expected at position 1",
                "18/05/2022 | there is no month 18 at position 1",
                "2022-13-01 | there is no month 13 at position 6",
                "2022/2/30 | 2022-02 has no day 30 at position 8",
                "5/32/2022 | 2022-05 has no day 32 at position 3",
                "2022-05 | something is missing at position 8",
                "22-05-18 | something is missing at position 9",
                "2022-05-18T10:00 | something is missing at position 17",
                "2022-05-18 10:00:00 | \" \" is not expected at position 11",
                "2022-05-18T10:00:00-0700 | \"0\" is not expected at position 23",
                "2022-05-18T24:00:00Z | 24 hours are more than 23 at position 12",
                "2022-05-18T10:61:00Z | 61 minutes are more than 59 at position 15",
                "2022-05-18T10:00:62Z | 62 seconds are more than 61 at position 18",
                "2022-05-18T10:00:00+19:00 | 19 hours of the zone are more than 18 at position 21",
                "2022-05-18T10:00:00.5Z | \".\" is not expected at position 20",
                "2100-01-01 | the year is 2100, expected 1901 to 2099 at position 1",
                "1D99999999999999Y | the number is too large at position 3",
                "99999999999999999999 | the number is too large at position 1",
            })
    void thePositionOfTheMistakeIsSaid(String text, String message) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> TimeStrings.parse(text, NOW, ZoneOffset.UTC))
                .withMessageContaining(message);
    }

    /** What is behind the position does not matter: everything before it could be the beginning of a time. */
    @Property
    void whateverIsWrongHasAPositionInTheText(
            @ForAll @StringLength(max = 12) @Chars({'0', '1', '2', '-', '/', 'T', ':', 'Z', 'D', 'h', 'n', 'o', ' '})
                    String text) {
        try {
            TimeStrings.parse(text, NOW, ZoneOffset.UTC);
        } catch (UsageException e) {
            assertThat(String.valueOf(e.getMessage())).containsPattern(" at position \\d+;| may mean a date ");
        }
    }

    @Property
    void anAgeThatAddsUpToMoreIsEarlier(
            @ForAll @LongRange(max = 4_000_000) long one, @ForAll @LongRange(max = 4_000_000) long other) {
        assertThat(age(one).compareTo(age(other))).isEqualTo(Long.compare(other, one));
    }

    /** Seconds written with the largest units that go into them. */
    private static Instant age(long seconds) {
        String text = seconds / 31_536_000 + "Y" + seconds % 31_536_000 / 2_592_000 + "M"
                + seconds % 31_536_000 % 2_592_000 + "s";
        Instant time = TimeStrings.parse(text, NOW, ZoneOffset.UTC);
        assertThat(time).isEqualTo(NOW.minusSeconds(seconds));
        return time;
    }

    @Property
    void aLaterDateIsALaterTime(@ForAll @LongRange(min = -25_202, max = 47_480) long day) {
        LocalDate date = LocalDate.ofEpochDay(day);
        for (String form : List.of("uuuu-M-d", "uuuu/MM/dd", "M/d/uuuu", "MM-dd-uuuu", "uuuuMMdd'Z'")) {
            DateTimeFormatter formatter = DateTimeFormatter.ofPattern(form);
            Instant midnight = TimeStrings.parse(formatter.format(date), NOW, BERLIN);
            Instant next = TimeStrings.parse(formatter.format(date.plusDays(1)), NOW, BERLIN);
            assertThat(midnight).isEqualTo(date.atStartOfDay(BERLIN).toInstant());
            assertThat(next).isAfter(midnight);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2022-05-18, 2022-05-17T22:00:00Z",
        "2022-12-18, 2022-12-17T23:00:00Z",
        "2022-05-18T10:00:00, 2022-05-18T08:00:00Z",
        "2022-12-18T10:00:00, 2022-12-18T09:00:00Z",
    })
    void aLocalTimeFollowsTheRulesOfItsZone(String text, Instant expected) {
        assertThat(TimeStrings.parse(text, NOW, BERLIN)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20220518", "00000000"})
    void eightDigitsAreAmbiguous(String text) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> TimeStrings.parse(text, NOW, ZoneOffset.UTC))
                .withMessageContaining("may mean a date");
    }

    @Property
    void everySecondCanBeWrittenInIsoForm(@ForAll @LongRange(min = -2_000_000_000L, max = 4_000_000_000L) long second) {
        Instant time = Instant.ofEpochSecond(second);
        assertThat(TimeStrings.parse(time.toString(), NOW, BERLIN)).isEqualTo(time);
    }
}
