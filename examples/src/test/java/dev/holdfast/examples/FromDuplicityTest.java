package dev.holdfast.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/from-duplicity.md} claims is shown by tests that are there. */
class FromDuplicityTest {

    private static final Pattern TEST = Pattern.compile("`(\\w+Test)#(\\w+)`");

    @Test
    void eachTestThatIsNamedExists() throws IOException {
        List<MatchResult> named = TEST.matcher(Files.readString(Path.of("../docs/from-duplicity.md")))
                .results()
                .toList();
        List<Path> tests;
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            tests = files.filter(file -> file.toString().contains("src/test")
                            && file.toString().endsWith("Test.java"))
                    .toList();
        }

        assertThat(named).hasSizeGreaterThan(20);
        for (MatchResult test : named) {
            assertThat(tests)
                    .as(test.group())
                    .anyMatch(file -> file.endsWith(test.group(1) + ".java") && has(file, test.group(2)));
        }
    }

    private static boolean has(Path test, String method) {
        try {
            return Files.readString(test).contains("void " + method + "(");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
