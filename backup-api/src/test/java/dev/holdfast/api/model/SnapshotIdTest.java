package dev.holdfast.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotIdTest {

    private static final String ID = "20261123T081500Z-0123456789ab";

    @Test
    void idsAreOrderedByTime() {
        assertThat(SnapshotId.of(ID)).hasToString(ID).isLessThan(SnapshotId.of("20261123T081501Z-000000000000"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "20261123T081500Z",
                "20261123T081500Z-0123456789a",
                "20261123T081500Z-0123456789abc",
                "20261123T081500Z-0123456789AB",
                "20261123T081500Z-0123456789ag",
                "20261123t081500Z-0123456789ab",
                "2026112aT081500Z-0123456789ab",
                "20261123T081500Z_0123456789ab",
                "20261123T081500Z-../456789ab"
            })
    void everythingElseIsRefused(String text) {
        assertThatThrownBy(() -> SnapshotId.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"");
    }
}
