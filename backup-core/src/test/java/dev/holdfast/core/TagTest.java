package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.core.storage.MemoryStorage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts can be tags. */
class TagTest {

    @TempDir
    private Path source;

    private final MemoryStorage storage = MemoryStorage.create();

    private BackupRepository repository() {
        return Holdfast.repository().storage(storage).unencrypted().openOrCreate();
    }

    @Test
    void aTagComesBackAsItWasGiven() {
        String tag = "before \\ \"the\" ümzug \ud83d\udce6, " + "x".repeat(170);
        try (BackupRepository repository = repository()) {
            repository.backup().source(source).tag(tag).run();
        }
        try (BackupRepository repository = repository()) {
            assertThat(repository.snapshots().withTag(tag).all())
                    .singleElement()
                    .satisfies(snapshot -> assertThat(snapshot.tags()).containsExactly(tag));
        }
    }

    /** Half a character, as is left where a text was cut, has no UTF-8: another tag would be stored. */
    @ParameterizedTest
    @ValueSource(strings = {"", "two\nlines", "\u0007", "\u0085", "cut \ud83d", "\udce6", "\udce6\ud83d"})
    void whatIsNoTagIsRefusedByABackupAndByARetentionRule(String text) {
        try (BackupRepository repository = repository()) {
            assertThatThrownBy(() -> repository.backup().source(source).tag(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a tag has 1 to 200 characters");
            assertThatThrownBy(() -> repository.retention().keepTagged("nightly", text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a tag has 1 to 200 characters");
        }
    }

    @Test
    void aTagIsNoLongerThan200Characters() {
        try (BackupRepository repository = repository()) {
            assertThatThrownBy(() -> repository.backup().tag("x".repeat(201)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
