package dev.holdfast.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each implementation of a provider interface passes that interface's contract suite. */
class ContractCoverageTest {
    @ParameterizedTest
    @CsvSource({
        "dev.holdfast.api.storage.Storage, StorageContract",
        "dev.holdfast.api.storage.ThawingStorage, ThawingStorageContract",
        "dev.holdfast.api.cipher.ContentCipher, ContentCipherContract",
        "dev.holdfast.api.archive.ArchiveFormat, ArchiveFormatContract",
    })
    void everyImplementationHasATestThatExtendsTheContract(String spi, String contract) {
        List<String> implementations = CodeBase.libraryAndExamples().stream()
                .filter(type -> type.isAssignableTo(spi) && !type.isInterface() && !type.isAnonymousClass())
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(ContractCoverageTest::outermost)
                .map(JavaClass::getFullName)
                .distinct()
                .toList();
        Set<String> tested = CodeBase.tests().stream()
                .filter(test -> test.getAllRawSuperclasses().stream().anyMatch(type -> isContract(type, contract)))
                .flatMap(test -> Stream.concat(Stream.of(test), test.getEnclosingClass().stream()))
                .flatMap(test -> test.getDirectDependenciesFromSelf().stream())
                .map(Dependency::getTargetClass)
                .map(JavaClass::getFullName)
                .collect(Collectors.toSet());

        assertThat(implementations).isNotEmpty();
        assertThat(tested).containsAll(implementations);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ContractCoverageTest::outermost).orElse(type);
    }

    private static boolean isContract(JavaClass type, String contract) {
        return type.getPackageName().startsWith("dev.holdfast.testkit")
                && type.getSimpleName().equals(contract);
    }
}
