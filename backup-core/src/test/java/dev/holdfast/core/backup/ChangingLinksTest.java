package dev.holdfast.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.backup.BackupResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;

/** Files with several names, of which one changes, vanishes or cannot be read. */
class ChangingLinksTest extends WithChangingSource {

    /** What a snapshot has below a path, or of one, restored by itself. */
    private Path restored(String path) throws IOException {
        Path target = directory.resolve("target-" + path);
        assertThat(repository.newest().restore().path(path).as(target).run().failures())
                .isEmpty();
        return target;
    }

    @Test
    void anotherNameOfAFileKeepsTheContentThatBothHad() throws Exception {
        Path first = source.resolve("a");
        Files.createLink(first, file);
        repository.backUp(source);
        Files.delete(first);
        Files.write(first, new byte[SIZE]);
        change = BAD_DISK;

        BackupResult result = repository.backUp(source);

        assertThat(failedPaths(result)).containsExactly("file");
        Path target = directory.resolve("target");
        assertThat(result.snapshot().restore().as(target).run().failures()).isEmpty();
        assertThat(target.resolve("a")).hasBinaryContent(new byte[SIZE]);
        assertThat(target.resolve("file")).hasBinaryContent(content);
    }

    @Test
    void theOtherNameOfAFileThatGrowsIsListedAsThatFile() throws Exception {
        Files.createLink(source.resolve("other"), file);
        change = () -> Files.write(file, new byte[1_000], StandardOpenOption.APPEND);

        BackupResult result = repository.backUp(source);

        assertThat(result.failures()).isEmpty();
        assertThat(restored("other")).hasBinaryContent(stored());
        Path whole = directory.resolve("whole");
        assertThat(result.snapshot().restore().as(whole).run().failures()).isEmpty();
        assertThat(whole.resolve("other")).hasBinaryContent(stored());
        assertThat(repository.verify().data().run().findings()).isEmpty();
        quietRun();
        assertRestoredEqualsSource();
    }

    @Test
    void aFileThatIsReplacedDoesNotLendItsNewContentToItsFormerOtherNames() throws Exception {
        Path other = Files.createLink(source.resolve("other"), file);
        Path third = Files.createLink(source.resolve("third"), file);
        repository.backUp(source);
        Files.delete(other);
        Files.createLink(other, file);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
        byte[] replaced = new byte[SIZE];
        change = () -> {
            change = () -> {};
            Path made = Files.write(directory.resolve("made"), replaced);
            Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
        };

        BackupResult result = repository.backUp(source);

        assertThat(failedPaths(result)).containsExactly("other", "third");
        assertThat(stored()).isEqualTo(replaced);
        assertThat(restored("other")).hasBinaryContent(content);
        assertThat(restored("third")).hasBinaryContent(content);
        assertThat(Files.size(third)).isEqualTo(SIZE);
        quietRun();
        assertRestoredEqualsSource();
    }

    @Test
    void anotherNameKeepsItsOwnFormerContentWhenTheFileThatItHasJoinedCannotBeRead() throws Exception {
        Path other = Files.writeString(source.resolve("other"), "other");
        repository.backUp(source);
        Files.delete(file);
        Files.write(file, new byte[2 * SIZE]);
        Files.delete(other);
        Files.createLink(other, file);
        Files.createLink(source.resolve("third"), file);
        change = BAD_DISK;

        BackupResult result = repository.backUp(source);

        assertThat(failedPaths(result)).containsExactly("file", "other", "third");
        assertThat(stored()).isEqualTo(content);
        assertThat(restored("other")).hasContent("other");
        assertThat(result.snapshot().entry("third").orElseThrow().failed()).isTrue();
        assertThat(repository.verify().data().run().findings()).isEmpty();
        quietRun();
        assertRestoredEqualsSource();
    }

    @Test
    void bothNamesOfAFileThatCannotBeReadStayOneFileAsItWas() throws Exception {
        Files.createLink(source.resolve("other"), file);
        repository.backUp(source);
        Files.write(file, new byte[10], StandardOpenOption.APPEND);
        change = BAD_DISK;

        BackupResult result = repository.backUp(source);

        assertThat(failedPaths(result)).containsExactly("file", "other");
        assertThat(restored("other")).hasBinaryContent(content);
        Path whole = directory.resolve("whole");
        assertThat(result.snapshot().restore().as(whole).run().failures()).isEmpty();
        assertThat(Files.isSameFile(whole.resolve("file"), whole.resolve("other")))
                .isTrue();
        assertThat(whole.resolve("other")).hasBinaryContent(content);
    }

    @Test
    void theOtherNameOfAFileThatVanishesKeepsWhatItHad() throws Exception {
        Files.createLink(source.resolve("other"), file);
        repository.backUp(source);
        change = () -> Files.deleteIfExists(file);

        BackupResult result = repository.backUp(source);

        assertThat(failedPaths(result)).containsExactly("other");
        assertThat(result.snapshot().entry("file")).isEmpty();
        assertThat(restored("other")).hasBinaryContent(content);
        quietRun();
        assertRestoredEqualsSource();
    }
}
