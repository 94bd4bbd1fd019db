package dev.holdfast.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.model.Notice;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunNoticesTest {

    @Test
    void aChangeOfKeysWithinAChainIsSaid() {
        assertThat(RunNotices.recipients(List.of("A", "B"), List.of("B", "A"))).isEmpty();
        assertThat(RunNotices.recipients(List.of("A"), List.of("A", "B"))).hasValueSatisfying(notice -> {
            assertThat(notice.kind()).isEqualTo(Notice.Kind.OTHER_RECIPIENTS);
            assertThat(notice.message()).contains("sealed for keys A, B", "continues for key A:");
        });
        assertThat(RunNotices.recipients(List.of("A"), List.of()))
                .hasValueSatisfying(
                        notice -> assertThat(notice.message()).contains("no public key", "continues for key A:"));
    }
}
