package dev.holdfast.s3.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private static final Duration ANSWER = Duration.ofSeconds(60);

    @Test
    void withoutALimitBytesHaveToComeAtEightKibibytesASecond() {
        Deadlines deadlines = new Deadlines(ANSWER, 0);
        assertThat(deadlines.answer()).isEqualTo(ANSWER);
        assertThat(deadlines.transfer(8 << 20)).isEqualTo(ANSWER.plusSeconds(1024));
    }

    /** Over plain HTTP each is read twice, to sign and to send. */
    @Test
    void eightVolumesUnderALimitAreInTime() {
        int limit = 50_000;
        int volume = 5 << 20;
        Duration ofAll = Duration.ofSeconds(8 * 2 * (long) volume / limit);
        assertThat(new Deadlines(ANSWER, limit).transfer(volume)).isGreaterThan(ofAll);
    }
}
