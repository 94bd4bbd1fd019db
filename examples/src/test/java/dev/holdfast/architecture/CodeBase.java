package dev.holdfast.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The classes that the rules are about, as compiled. */
final class CodeBase {
    static final List<String> LIBRARY_MODULES = List.of("api", "core", "pgp", "s3");

    private static final List<String> MODULES =
            List.of("backup-api", "backup-core", "backup-pgp", "backup-s3", "examples");

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // Published test code: the test-jar of the API is known by its package, that of the engine by its jar or
            // place.
            .withImportOption(location -> !location.contains("/dev/holdfast/core/testing/"))
            .importPackages("dev.holdfast");

    /** The test classes of all modules; each module's tests were compiled before this module's. */
    private static final JavaClasses TESTS = new ClassFileImporter()
            .importPaths(MODULES.stream()
                    .map(module -> Path.of("..", module, "target", "test-classes"))
                    .filter(Files::isDirectory)
                    .toList());

    /** A line of a source file, numbered from 1. */
    record SourceLine(Path file, int number, String text) {}

    private CodeBase() {}

    /** Each line of each module's sources and tests. */
    static List<SourceLine> sourceLines() throws IOException {
        List<SourceLine> lines = new ArrayList<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    List<String> text = Files.readAllLines(file);
                    for (int i = 0; i < text.size(); i++) {
                        lines.add(new SourceLine(file, i + 1, text.get(i)));
                    }
                }
            }
        }
        return lines;
    }

    static JavaClasses tests() {
        return TESTS;
    }

    static JavaClasses library() {
        return ALL.that(JavaClass.Predicates.resideInAnyPackage(LIBRARY_MODULES.stream()
                .map(module -> "dev.holdfast." + module + "..")
                .toArray(String[]::new)));
    }

    static JavaClasses libraryAndExamples() {
        return ALL.that(JavaClass.Predicates.resideOutsideOfPackage("dev.holdfast.testkit.."));
    }

    /** Packages that a library module exports to everyone. */
    static Set<String> exportedPackages() {
        try {
            return Collections.list(CodeBase.class.getClassLoader().getResources("module-info.class")).stream()
                    .map(CodeBase::descriptor)
                    .filter(module -> LIBRARY_MODULES.contains(module.name().replace("dev.holdfast.", "")))
                    .flatMap(module -> module.exports().stream())
                    .filter(exports -> !exports.isQualified())
                    .map(ModuleDescriptor.Exports::source)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ModuleDescriptor descriptor(URL url) {
        try (InputStream in = url.openStream()) {
            return ModuleDescriptor.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
