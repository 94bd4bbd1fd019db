package dev.holdfast.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may know whom: {@code api} knows nobody, {@code core}, {@code pgp} and {@code s3} know {@code api} only. */
class DependencyDirectionTest {
    @ParameterizedTest
    @ValueSource(strings = {"api", "core", "pgp", "s3"})
    void aModuleKnowsOnlyTheApiAndItself(String module) {
        classes()
                .that()
                .resideInAPackage("dev.holdfast." + module + "..")
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage("dev.holdfast..")
                        .or(resideInAnyPackage("dev.holdfast.api..", "dev.holdfast." + module + "..")))
                .allowEmptyShould(true)
                .check(CodeBase.library());
    }

    @ParameterizedTest
    @CsvSource({
        "software.amazon.awssdk.., s3",
        "org.bouncycastle.., pgp",
        "com.fasterxml.jackson.., core",
        "com.github.luben.zstd.., core",
        "com.sun.jna.., core",
        "org.slf4j.., [core|s3]",
    })
    void aThirdPartyLibraryStaysInOneModule(String library, String module) {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.holdfast." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CodeBase.library());
    }

    @Test
    void theApiUsesTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage("dev.holdfast.api..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "dev.holdfast.api..", "org.jspecify.annotations..")
                .check(CodeBase.library());
    }

    @ParameterizedTest
    @CsvSource({"storage, cipher", "storage, archive", "cipher, storage", "cipher, archive", "archive, storage"})
    void theProviderInterfacesDoNotKnowEachOther(String one, String other) {
        noClasses()
                .that()
                .resideInAPackage("dev.holdfast.api." + one + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.holdfast.api." + other + "..")
                .check(CodeBase.library());
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().assignedFrom(PACKAGES).should().beFreeOfCycles().check(CodeBase.libraryAndExamples());
    }

    /**
     * Each package is a slice, but those of a repository's fluent sentences are one: a repository starts a backup,
     * whose result has a snapshot, which starts a restore.
     */
    private static final SliceAssignment PACKAGES = new SliceAssignment() {
        private static final Set<String> SENTENCES = Set.of(
                "dev.holdfast.api",
                "dev.holdfast.api.backup",
                "dev.holdfast.api.delta",
                "dev.holdfast.api.find",
                "dev.holdfast.api.reclaim",
                "dev.holdfast.api.restore",
                "dev.holdfast.api.retention",
                "dev.holdfast.api.status",
                "dev.holdfast.api.verify");

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            return SliceIdentifier.of(SENTENCES.contains(name) ? "dev.holdfast.api" : name);
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    };
}
