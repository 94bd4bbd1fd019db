package dev.holdfast.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.error.IntegrityException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WriterIdTest {

    @Test
    void anIdSaysTheSecondThatItsRunBeganIn() {
        String id = WriterId.create(Instant.parse("2026-11-23T08:15:00.999Z"), new Random(1));
        assertThat(WriterId.second(id)).isEqualTo(Instant.parse("2026-11-23T08:15:00Z"));
    }

    @Test
    void aSecondThatNeverIsCountsAsDamage() {
        assertThatThrownBy(() -> WriterId.second("20261399T081500Z-0123456789ab"))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("20261399T081500Z-0123456789ab");
    }
}
