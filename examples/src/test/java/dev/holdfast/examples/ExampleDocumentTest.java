package dev.holdfast.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What {@code docs/examples.md} shows is what is compiled and run by tests. Run with
 * {@code -Dholdfast.docs.update=true} to write the programs into it.
 */
class ExampleDocumentTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path DOCUMENT = ROOT.resolve("docs/examples.md");
    private static final Pattern SHOWN =
            Pattern.compile("(\\[`(\\w+)`]\\(\\.\\./([^)]+)\\)[^`]*?```java\n)(.*?)(```\n)", Pattern.DOTALL);
    private static final Pattern SNIPPET =
            Pattern.compile(" *// begin (?:snippet|README)\n(.*?)\n *// end (?:snippet|README)", Pattern.DOTALL);

    @Test
    void itShowsThePrograms() throws IOException {
        String document = Files.readString(DOCUMENT);
        String current = SHOWN.matcher(document)
                .replaceAll(match -> Matcher.quoteReplacement(match.group(1) + snippet(match) + match.group(5)));
        if (Boolean.getBoolean("holdfast.docs.update")) {
            Files.writeString(DOCUMENT, current);
            document = current;
        }
        assertThat(document)
                .as("run ExampleDocumentTest with -Dholdfast.docs.update=true and look at what it writes")
                .isEqualTo(current);
    }

    @Test
    void itShowsEachProgram() throws IOException {
        String document = Files.readString(DOCUMENT);
        try (Stream<Path> files = Files.list(ROOT.resolve("examples/src/main/java/dev/holdfast/examples"))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".java") && !name.equals("package-info.java")))
                    .allSatisfy(name -> assertThat(document).contains("[`" + name.replace(".java", "") + "`]"));
        }
    }

    private static String snippet(MatchResult match) {
        try {
            Matcher snippet = SNIPPET.matcher(Files.readString(ROOT.resolve(match.group(3))));
            assertThat(snippet.find()).as(match.group(3) + " has a snippet").isTrue();
            return snippet.group(1).stripIndent() + "\n";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
