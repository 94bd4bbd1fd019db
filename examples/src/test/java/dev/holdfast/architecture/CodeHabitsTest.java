package dev.holdfast.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.BaseStream;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Habits that a reviewer would otherwise have to remember. */
class CodeHabitsTest {
    private static final int MOST_TYPES_IN_A_PACKAGE = 12;
    private static final int MOST_LINES_IN_A_FILE = 400;
    private static final int MOST_COLUMNS = 120;

    @ParameterizedTest
    @ValueSource(strings = {"Impl", "Util", "Utils", "Helper", "Helpers", "Manager", "Constants"})
    void aNameSaysWhatATypeIs(String ending) {
        noClasses().should().haveSimpleNameEndingWith(ending).check(CodeBase.libraryAndExamples());
    }

    @Test
    void aPackageStaysSmall() {
        Map<String, Long> topLevelTypes = CodeBase.libraryAndExamples().stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        topLevelTypes.values().removeIf(count -> count <= MOST_TYPES_IN_A_PACKAGE);
        assertThat(topLevelTypes).isEmpty();
    }

    /** The formatter breaks code, and leaves comments as they are. */
    @Test
    void aCommentStaysAsNarrowAsTheCode() throws IOException {
        assertThat(CodeBase.sourceLines())
                .filteredOn(line -> line.text().length() > MOST_COLUMNS)
                .filteredOn(line -> line.text().strip().matches("(/\\*\\*|\\*|//).*"))
                .isEmpty();
    }

    @Test
    void aFileStaysShort() throws IOException {
        assertThat(CodeBase.sourceLines())
                .filteredOn(line -> line.file().toString().contains("/src/main/"))
                .filteredOn(line -> line.number() == MOST_LINES_IN_A_FILE)
                .isEmpty();
    }

    @Test
    void aLibraryPrintsNothing() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CodeBase.library());
    }

    @Test
    void nothingStaticChanges() {
        fields().that().areStatic().should().beFinal().check(CodeBase.library());
    }

    @Test
    void randomnessIsSecureOrInjected() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Random.class, ThreadLocalRandom.class)
                .orShould()
                .callMethod(Math.class, "random")
                .check(CodeBase.library());
    }

    /** What they give lies in the module jdk.random, which no image of jlink has on Java 17 unless it is named. */
    @Test
    void randomnessIsInEveryRuntimeImage() {
        noClasses()
                .should()
                .callMethod(RandomGenerator.class, "getDefault")
                .orShould()
                .callMethod(RandomGenerator.class, "of", String.class)
                .check(CodeBase.library());
    }

    @Test
    void filesArePaths() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(java.io.File.class)
                .check(CodeBase.library());
    }

    @Test
    void threadsAreTheRepositorysOwn() {
        noClasses()
                .should()
                .callMethodWhere(target(name("parallelStream")))
                .orShould()
                .callMethodWhere(target(name("parallel")).and(target(owner(assignableTo(BaseStream.class)))))
                .orShould()
                .callMethod(CompletableFuture.class, "supplyAsync", Supplier.class)
                .orShould()
                .callMethod(CompletableFuture.class, "runAsync", Runnable.class)
                .check(CodeBase.library());
    }

    /**
     * What is stored or parsed is the same in every locale; {@code %d} has other digits in some, and i another upper
     * case.
     */
    @Test
    void nothingDependsOnTheLocaleOfTheMachine() {
        noClasses()
                .should()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(String.class, "formatted", Object[].class)
                .orShould()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .check(CodeBase.library());
    }

    /** Waiting for a retry is the one reason to sleep. */
    @Test
    void nobodySleeps() {
        noClasses()
                .that()
                .haveSimpleNameNotStartingWith("Backoff")
                .should()
                .callMethodWhere(target(owner(assignableTo(Thread.class))).and(target(name("sleep"))))
                .check(CodeBase.library());
    }
}
