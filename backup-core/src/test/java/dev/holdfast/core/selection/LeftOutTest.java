package dev.holdfast.core.selection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.selection.Selection;
import dev.holdfast.api.verify.Finding;
import dev.holdfast.api.verify.VerifyResult;
import dev.holdfast.core.posix.PathBytes;
import dev.holdfast.core.testing.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons of a tree with its backup, under random conditions. */
class LeftOutTest {

    private static final int TREES = 4;
    private static final int LISTS = 10;

    @TempDir
    Path directory;

    @BeforeEach
    void makeWhatLinksLeadTo() throws IOException {
        Files.createDirectory(directory.resolve("linked"));
        Files.createFile(directory.resolve("linked/file"));
    }

    @Test
    void whatABackupWouldTakeIsComparedAndNothingElse() throws Exception {
        for (int tree = 0; tree < TREES; tree++) {
            Path root = directory.resolve("tree" + tree);
            List<Selection> selections = selections(new RandomCase(root, new Random(tree)));
            try (TestRepository repository = new TestRepository(directory.resolve("state" + tree))) {
                repository.backUp(root);
                for (Selection selection : selections) {
                    VerifyResult result = compare(repository, root, selection);
                    assertThat(result.findings()).as(selection.toString()).isEmpty();
                    assertThat(result.comparedEntries())
                            .as(selection.toString())
                            .isEqualTo(1 + Selected.below(root, selection).size());
                }
            }
        }
    }

    @Test
    void whatIsGoneIsToldOnlyIfABackupWouldHaveTakenIt() throws Exception {
        int selected = 0;
        int leftOut = 0;
        for (int tree = 0; tree < TREES; tree++) {
            Path root = directory.resolve("tree" + tree);
            Random random = new Random(tree);
            List<Selection> selections = selections(new RandomCase(root, random));
            List<Path> leaves = leaves(root);
            try (TestRepository repository = new TestRepository(directory.resolve("state" + tree))) {
                repository.backUp(root);
                for (Selection selection : leaves.isEmpty() ? List.<Selection>of() : selections) {
                    Path leaf = leaves.get(random.nextInt(leaves.size()));
                    String path = root.relativize(leaf).toString();
                    boolean taken = Selected.below(root, selection).contains(path);
                    selected += taken ? 1 : 0;
                    leftOut += taken ? 0 : 1;
                    move(leaf, directory.resolve("away"));
                    List<Finding> findings =
                            compare(repository, root, selection).findings();
                    move(directory.resolve("away"), leaf);
                    assertThat(findings)
                            .as("without " + path + ": " + selection)
                            .extracting(finding -> finding.path().orElseThrow().toString())
                            .isEqualTo(taken ? List.of(path) : List.of());
                }
            }
        }
        assertThat(selected).isGreaterThan(5);
        assertThat(leftOut).isGreaterThan(5);
    }

    private static List<Selection> selections(RandomCase random) throws IOException {
        List<Selection> selections = new ArrayList<>();
        for (int i = 0; i < LISTS; i++) {
            try {
                Selection selection = RandomCase.selection(random.conditions());
                selection.requireFits(PathBytes.of(random.root()));
                selections.add(selection);
            } catch (ConfigurationException e) {
                // A backup refuses these conditions too.
            }
        }
        return selections;
    }

    /** Files and links that mark no directory. */
    private static List<Path> leaves(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .filter(path -> !List.of(".nobackup", "a")
                            .contains(path.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    /** Leaves no trace in the times of directories. */
    private static void move(Path from, Path to) throws IOException {
        FileTime fromTime = Files.getLastModifiedTime(from.getParent());
        FileTime toTime = Files.getLastModifiedTime(to.getParent());
        Files.move(from, to);
        Files.setLastModifiedTime(from.getParent(), fromTime);
        Files.setLastModifiedTime(to.getParent(), toTime);
    }

    private static VerifyResult compare(TestRepository repository, Path root, Selection selection) {
        return repository.verify().presenceOnly().compare(root, selection).run();
    }
}
