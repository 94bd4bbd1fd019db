package dev.holdfast.core.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.testing.ChildJvm;
import dev.holdfast.core.testing.TreeComparison;
import dev.holdfast.core.testing.WeirdTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RoundTripTest {

    /** What the JDK alone cannot read or write. */
    private static final Pattern LOST = Pattern.compile(String.join(
            "|",
            "^specials/(fifo|character|block): missing",
            "attributes expected \\[.*((acl|trusted|security)|user\\.x)",
            ": holes expected",
            "^links/slashes: target",
            // Times of symbolic links to the microsecond on JDK 17, and none before 1970 with fractions.
            "^(links/.*|contents/empty): modified"));

    private static Path base;
    private static Path weird;

    @BeforeAll
    static void make() throws IOException {
        assumeTrue(Posix.best().shortcoming().isEmpty(), "the weird tree needs native calls");
        base = Files.createTempDirectory("roundtrip");
        weird = base.resolve("weird");
        WeirdTree.create(weird);
    }

    @AfterAll
    static void clean() throws IOException {
        if (base != null) {
            WeirdTree.delete(base);
        }
    }

    @Test
    void everythingComesBackAsItWas() throws Exception {
        Path copy = base.resolve("copy");
        List<String> shortfalls = TreeCopy.copy(weird, copy, Posix.best(), Ownership.BY_NAME);
        assertThat(shortfalls).isEmpty();
        assertThat(TreeComparison.compare(weird, copy)).isEmpty();
    }

    @Test
    void otherProgramsSeeTheSame() throws Exception {
        Path copy = base.resolve("seen");
        TreeCopy.copy(weird, copy, Posix.best(), Ownership.BY_NUMBER);
        String find =
                "find . ! -type s ! -type d -printf '%P|%y|%m|%U|%G|%T@|%s|%b|%n|%l\\0' | LC_ALL=C sort -z | sha256sum;"
                        + "find . -type d -printf '%P|%m|%U|%G|%T@\\0' | LC_ALL=C sort -z | sha256sum;"
                        + "find . -type f ! -name 'sparse*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum";
        assertThat(shell(copy, find)).isEqualTo(shell(weird, find));
        if (shell(base, "command -v getfattr || true").isEmpty()) {
            assumeTrue(false, "getfattr is missing");
        }
        String attributes =
                "find . -print0 | LC_ALL=C sort -z | xargs -0 getfattr -h -d -m - -e hex 2>/dev/null | sha256sum";
        assertThat(shell(copy, attributes)).isEqualTo(shell(weird, attributes));
    }

    @Test
    void theLocaleDoesNotMatter() throws Exception {
        Path copy = base.resolve("ascii");
        String output = ChildJvm.withLocale("C").run(TreeCopy.class, weird.toString(), copy.toString());
        assertThat(withoutWarnings(output)).isEmpty();
        assertThat(TreeComparison.compare(weird, copy)).isEmpty();
    }

    @Test
    void aTreeMadeUnderAsciiIsTheSame() throws Exception {
        Path made = base.resolve("made");
        ChildJvm.withLocale("C").run(WeirdTree.class, made.toString());
        assertThat(TreeComparison.compare(weird, made)).isEmpty();
    }

    @Test
    void withoutNativeCallsOnlyWhatTheyAreForIsMissing() throws Exception {
        for (String locale : List.of("C", "C.UTF-8")) {
            Path copy = base.resolve("plain-" + locale);
            String output = ChildJvm.withLocale(locale)
                    .without(name -> name.startsWith("jna"))
                    .run(TreeCopy.class, weird.toString(), copy.toString());
            assertThat(output.lines()).allMatch(line -> line.contains("JNA is not on the class path"));
            assertThat(TreeComparison.compare(weird, copy))
                    .allMatch(line -> LOST.matcher(line).find());
        }
    }

    private static String withoutWarnings(String output) {
        return String.join(
                "\n",
                output.lines().filter(line -> !line.startsWith("WARNING:")).toList());
    }

    private static String shell(Path directory, String script) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(directory.toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        process.waitFor();
        return output;
    }
}
