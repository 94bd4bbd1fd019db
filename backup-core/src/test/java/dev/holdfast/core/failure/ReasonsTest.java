package dev.holdfast.core.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class ReasonsTest {

    @Test
    void anErrorThatSaysOnlyThePathIsToldWithItsKind() {
        assertThat(Reasons.of(new AccessDeniedException("/a"))).isEqualTo("permission denied");
        assertThat(Reasons.of(new DirectoryNotEmptyException("/a"))).isEqualTo("DirectoryNotEmptyException /a");
    }

    @Test
    void whatTheSystemSaidIsToldAsItIs() {
        assertThat(Reasons.of(new FileSystemException("/a", null, "Is a directory")))
                .isEqualTo("Is a directory");
        assertThat(Reasons.of(new IOException("no answer"))).isEqualTo("no answer");
        assertThat(Reasons.of(new IOException())).isEqualTo("IOException");
    }

    @Test
    void whatCouldNotBeDoneIsSaidOnce() {
        assertThat(Reasons.attempt("list s3://b", new IOException("no answer")))
                .isEqualTo("could not list s3://b: no answer");
        assertThat(Reasons.attempt("list s3://b", new IOException("cannot list s3://b: no answer")))
                .isEqualTo("cannot list s3://b: no answer");
    }
}
