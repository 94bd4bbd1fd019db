package dev.holdfast.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.model.Notice;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.testing.TestRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunNoticesTest {

    @Test
    void whatTheJdkAloneDoesNotKeepIsSaidOnce(@TempDir Path directory) throws Exception {
        Path source = Files.createDirectory(directory.resolve("source"));
        try (TestRepository repository = new TestRepository(directory.resolve("state"), Posix.jdk())) {
            assertThat(repository.backUp(source).notices())
                    .extracting(Notice::message)
                    .containsExactly("extended attributes outside user., ACLs and holes are not kept:"
                            + " native calls are switched off");
        }
    }

    @Test
    void aSourceWhoseFilesAreAllGoneIsSaidOnce(@TempDir Path directory) throws Exception {
        Path source = Files.createDirectory(directory.resolve("mount-point"));
        Path file = Files.writeString(source.resolve("file"), "content");
        try (TestRepository repository = new TestRepository(directory.resolve("state"))) {
            assertThat(repository.backUp(source).notices()).isEmpty();
            Files.delete(file);
            assertThat(repository.backUp(source).notices()).singleElement().satisfies(notice -> {
                assertThat(notice.kind()).isEqualTo(Notice.Kind.EMPTY_SOURCE);
                assertThat(notice.message()).contains("no file was found", "the snapshot before holds 1");
            });
            assertThat(repository.backUp(source).notices()).isEmpty();
        }
    }

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
