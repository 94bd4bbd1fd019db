package dev.holdfast.core.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.Failure;
import org.junit.jupiter.api.Test;

class FailureListTest {

    /** A directory that cannot be listed is met while files before it are still being read. */
    @Test
    void failuresAreInPathOrderInWhateverOrderTheyWereMet() {
        FailureList failures = new FailureList();
        Problem problem = new Problem(Failure.Kind.OTHER, "scripted");
        failures.add(EntryPath.of("b"), problem);
        failures.add(EntryPath.of("a/file"), problem);
        failures.add(EntryPath.of("a-b"), problem);

        assertThat(failures.inPathOrder())
                .extracting(Failure::path)
                .containsExactly(EntryPath.of("a/file"), EntryPath.of("a-b"), EntryPath.of("b"));
        assertThat(failures.count()).isEqualTo(3);
    }

    /** The root of a source that may not be read. */
    @Test
    void anEntryFailsOnceForTheFirstReason() {
        FailureList failures = new FailureList();
        failures.add(EntryPath.ROOT, new Problem(Failure.Kind.DENIED, "it cannot be listed"));
        failures.add(EntryPath.ROOT, new Problem(Failure.Kind.DENIED, "its attributes cannot be read"));

        assertThat(failures.inPathOrder())
                .singleElement()
                .extracting(Failure::reason)
                .isEqualTo("it cannot be listed");
        assertThat(failures.count()).isEqualTo(1);
    }
}
