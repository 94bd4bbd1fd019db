package dev.holdfast.examples.command.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
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
