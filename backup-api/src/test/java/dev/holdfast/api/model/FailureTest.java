package dev.holdfast.api.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureTest {

    @Test
    void eachIsNamedAndTheRootIsADot() {
        assertThat(Failure.of(EntryPath.of("etc/passwd"), Failure.Kind.OTHER, "it could not be read"))
                .hasToString("etc/passwd: it could not be read");
        assertThat(Failure.of(EntryPath.ROOT, Failure.Kind.OTHER, "it could not be read"))
                .hasToString(".: it could not be read");
    }
}
