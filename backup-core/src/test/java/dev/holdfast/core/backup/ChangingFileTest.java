package dev.holdfast.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.SnapshotEntry;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.backup.IncompleteBackupException;
import dev.holdfast.api.error.BackupException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.model.Notice;
import dev.holdfast.core.posix.ExtendedAttribute;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A file that changes, shrinks, grows or vanishes between being opened and being read, or cannot be read at all. */
class ChangingFileTest extends WithChangingSource {

    @Test
    void aFileThatShrinksOnceIsReadAgain() throws Exception {
        change = () -> {
            truncateTo(100_000);
            change = () -> {};
        };
        assertThat(repository.backUp(source).failureCount()).isZero();
        assertRestoredEqualsSource();
    }

    @Test
    void aFileThatShrinksAgainAndAgainIsAFailureAndNeverStoredCut() throws Exception {
        int[] size = {SIZE};
        change = () -> truncateTo(size[0] -= 30_000);

        BackupResult result = repository.backUp(source);

        assertThat(failedPaths(result)).containsExactly("file");
        assertThat(result.failures().get(0).kind()).isEqualTo(Failure.Kind.CHANGED);
        assertThat(result.failures().get(0).reason()).contains("less than its size says");
        assertThatThrownBy(result::requireComplete)
                .isInstanceOf(IncompleteBackupException.class)
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("file");
        assertThat(result.snapshot().entry("file").orElseThrow().failed()).isTrue();
        assertThatThrownBy(this::stored).isInstanceOf(NotFoundException.class);
        quietRun();
        assertRestoredEqualsSource();
    }

    @Test
    void aFileThatFailsKeepsItsFormerContent() throws Exception {
        BackupResult first = repository.backUp(source);
        byte[] before = content.clone();
        new SplittableRandom(2).nextBytes(content);
        int[] size = {SIZE};
        truncateTo(SIZE);
        change = () -> truncateTo(size[0] -= 30_000);

        BackupResult second = repository.backUp(source);

        assertThat(second.failures()).hasSize(1);
        SnapshotEntry kept = second.snapshot().entry("file").orElseThrow();
        assertThat(kept.keptFrom()).contains(first.snapshot().id());
        assertThat(stored()).isEqualTo(before);
        quietRun();
        assertRestoredEqualsSource();
    }

    @Test
    void aFileThatOnlyGrowsIsStoredAsFarAsItWasThere() throws Exception {
        change = () -> Files.write(file, new byte[1_000], StandardOpenOption.APPEND);

        BackupResult result = repository.backUp(source);

        assertThat(result.failureCount()).isZero();
        byte[] stored = stored();
        assertThat(stored).startsWith(content).hasSizeGreaterThanOrEqualTo(SIZE);
        assertThat(Files.size(file)).isGreaterThan(stored.length);
        assertThat(quietRun().changedFiles()).isEqualTo(1);
        assertRestoredEqualsSource();
    }

    @Test
    void aFileThatIsOverwrittenAgainAndAgainIsReported() throws Exception {
        SplittableRandom random = new SplittableRandom(3);
        change = () -> {
            random.nextBytes(content);
            Files.write(file, content);
        };

        BackupResult result = repository.backUp(source);

        assertThat(result.failures())
                .extracting(failure -> failure.kind() + ": " + failure.reason())
                .singleElement()
                .asString()
                .startsWith("CHANGED: changed each of");
        quietRun();
        assertRestoredEqualsSource();
    }

    @Test
    void aFileThatVanishesIsLeftOutAndCounted() throws Exception {
        change = () -> Files.delete(file);

        BackupResult result = repository.backUp(source);

        assertThat(result.failureCount()).isZero();
        assertThat(result.notices())
                .anyMatch(notice -> notice.kind() == Notice.Kind.NOT_KEPT
                        && notice.message().startsWith("a file was deleted"));
        assertThat(result.snapshot().entry("file")).isEmpty();
        quietRun();
        assertRestoredEqualsSource();
    }

    @Test
    void moreAttributesThanAnEntryCanHoldAreAFailureEachTimeAndTheContentIsKept() throws Exception {
        attributes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            attributes.add(new ExtendedAttribute(("user.a" + i).getBytes(StandardCharsets.US_ASCII), new byte[60_000]));
        }
        for (int run = 0; run < 2; run++) {
            BackupResult result = repository.backUp(source);
            assertThat(failedPaths(result)).containsExactly("file");
            assertThat(result.failures().get(0).reason()).contains("extended attributes");
            assertThat(stored()).isEqualTo(content);
        }
        attributes = attributes.subList(0, 2);
        quietRun();
    }
}
