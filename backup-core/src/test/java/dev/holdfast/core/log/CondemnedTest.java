package dev.holdfast.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.json.JsonReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CondemnedTest {

    private static final String WRITER = "20261123T081500Z-0123456789ab";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "manifests/" + WRITER + "/1",
                "manifests/" + WRITER + "/1.sig",
                "inventories/" + WRITER + "/2",
                "data/" + WRITER + "/00000001",
                "catalog/" + WRITER + "/00000001",
                "pages/0000000000000000000000000000000000000000000000000000000000000000"
            })
    void whatASnapshotNeedsCanBeCondemned(String key) {
        assertThat(read(key).object().value()).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lease",
                "log/999999999998",
                "log/readme",
                "important.txt",
                "data/important.txt",
                "data/" + WRITER + "/1",
                "../important.txt",
                "pages/../important.txt",
                ".~holdfast/lock"
            })
    void nothingElseCan(String key) {
        assertThatThrownBy(() -> read(key))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("a record")
                .hasMessageContaining(key);
    }

    private static Condemned read(String key) {
        String item = "{\"object\":\"" + key + "\",\"record\":1,\"due\":\"1.000000000\"}";
        return Condemned.CODEC.read(JsonReader.object(item.getBytes(StandardCharsets.UTF_8), "a record"));
    }
}
