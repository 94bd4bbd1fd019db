package dev.holdfast.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the front page says is so. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)\n```", Pattern.DOTALL);
    private static final Pattern REGION = Pattern.compile("// begin README\n(.*?)\n *// end README", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

    private final String readme = read("README.md");

    @Test
    void itsJavaIsCompiledCode() {
        String source = read("examples/src/main/java/dev/holdfast/examples/BackupToDirectory.java");

        assertThat(groups(JAVA, readme))
                .hasSize(1)
                .first()
                .isEqualTo(groups(REGION, source).get(0).stripIndent());
    }

    @Test
    void itsLinksLeadSomewhere() {
        List<String> links = groups(LINK, readme);
        assertThat(links).contains("docs/format.md");
        assertThat(links).allSatisfy(link -> assertThat(ROOT.resolve(link)).exists());
    }

    /** Commands to paste, a line each, which the continuous build takes from here. */
    @Test
    void itsCommandsAreOneLine() {
        for (String name : List.of("quickstart", "quickstart-s3", "tests")) {
            Pattern block = Pattern.compile("<!-- command: " + name + " -->\n```sh\n(.*)\n```");
            assertThat(groups(block, readme)).as(name).hasSize(1);
        }
    }

    private static List<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    private static String read(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
