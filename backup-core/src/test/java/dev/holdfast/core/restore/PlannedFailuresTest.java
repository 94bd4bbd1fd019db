package dev.holdfast.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.Failure;
import dev.holdfast.api.restore.ConflictPolicy;
import dev.holdfast.api.restore.RestorePlan;
import dev.holdfast.core.testing.SmallTree;
import dev.holdfast.core.testing.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a plan tells of a target that it may not change. */
class PlannedFailuresTest {

    @TempDir
    Path directory;

    private Path target;
    private TestRepository repository;

    @BeforeEach
    void backUp() throws IOException {
        Path source = SmallTree.create(directory.resolve("source"), 3);
        Files.writeString(source.resolve("d1/NAME"), "one");
        Files.writeString(source.resolve("d1/name"), "two");
        target = directory.resolve("target");
        repository = new TestRepository(directory.resolve("state"));
        repository.backUp(source);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @ParameterizedTest
    @EnumSource(ConflictPolicy.class)
    void aPlanTellsTheFailuresOfTheRunAndChangesNothing(ConflictPolicy policy) throws Exception {
        Files.createDirectories(target.resolve("d1"));
        Files.writeString(target.resolve("d1/NAME"), "one");
        Files.createLink(target.resolve("d1/name"), target.resolve("d1/NAME"));
        Files.writeString(target.resolve("d2"), "in the place of a directory");
        Files.writeString(target.resolve("d1/f1"), "mine");
        Files.createDirectory(target.resolve("large"));
        Map<Path, Object> before = ConflictTest.timesOfChange(target);
        RestorePlan plan =
                repository.newest().restore().as(target).onConflict(policy).plan();
        assertThat(ConflictTest.timesOfChange(target)).isEqualTo(before);
        assertThat(plan.failures())
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(repository
                        .newest()
                        .restore()
                        .as(target)
                        .onConflict(policy)
                        .run()
                        .failures());
    }

    /** The names in the directory around it show that case is ignored. */
    @Test
    void aPlanTellsNamesThatCollideInATargetThatIsNotThere() throws Exception {
        Path around = Files.createDirectory(directory.resolve("around"));
        Files.createFile(around.resolve("One"));
        Files.createLink(around.resolve("oNE"), around.resolve("One"));
        RestorePlan plan =
                repository.newest().restore().as(around.resolve("new/target")).plan();
        assertThat(plan.failures()).extracting(Failure::path).containsExactly(EntryPath.of("d1/name"));
        assertThat(around.resolve("new")).doesNotExist();
    }
}
