package dev.holdfast.examples.command.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 bytes",
                "1 | 1 byte",
                "1023 | 1,023 bytes",
                "1024 | 1 KiB",
                "1536 | 1.5 KiB",
                "104857 | 102 KiB",
                "1073741824 | 1 GiB",
                "9223372036854775807 | 8 EiB",
            })
    void bytesAreShort(long count, String text) {
        assertThat(Amounts.bytes(count)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0 | 0", "999 | 999", "1000 | 1,000", "1234567 | 1,234,567"})
    void countsAreGrouped(long count, String text) {
        assertThat(Amounts.count(count)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "40 | 0.0 s",
                "350 | 0.4 s",
                "12300 | 12 s",
                "187000 | 3:07 min",
                "7209000 | 2:00:09 h",
                "36610000 | 10:10:10 h",
            })
    void durationsAreShort(long millis, String text) {
        assertThat(Amounts.duration(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @Test
    void timesAreWrittenInTheirZone() {
        Instant time = Instant.parse("2022-06-05T03:19:50.7Z");
        ZoneId berlin = ZoneId.of("Europe/Berlin");

        assertThat(Times.asctime(time, berlin)).isEqualTo("Sun Jun  5 05:19:50 2022");
        assertThat(Times.iso(time, berlin)).isEqualTo("2022-06-05T05:19:50+02:00");
    }
}
