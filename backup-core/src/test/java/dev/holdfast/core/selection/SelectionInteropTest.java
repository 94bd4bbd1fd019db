package dev.holdfast.core.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.selection.Selection;
import dev.holdfast.core.selection.RandomCase.Condition;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Selects what the installed Duplicity selects, asked through its own code, in the same order, or refuses what it
 * refuses. Where Duplicity breaks the promise of its manual that a file is kept which no condition matches, the manual
 * counts.
 */
class SelectionInteropTest {

    private static final int TREES = 60;
    private static final int LISTS_PER_TREE = 12;
    private static final char US = '\u001f';
    private static final char RS = '\u001e';

    private record Case(Path root, boolean followLinks, List<Condition> conditions) {

        String line() {
            StringBuilder line = new StringBuilder().append(root).append(US).append(followLinks ? "copy" : "keep");
            for (Condition condition : conditions) {
                line.append(US).append(condition.option()).append(US).append(condition.value());
            }
            return line.toString();
        }
    }

    @TempDir
    Path directory;

    @Test
    void selectsWhatDuplicitySelects() throws Exception {
        String python = python();
        Random random = new Random(20_261_123);
        Path linked = Files.createDirectories(directory.resolve("linked/deep")).getParent();
        Files.createFile(linked.resolve("file"));
        Files.createFile(linked.resolve("deep/c.py"));
        List<Case> cases = new ArrayList<>();
        for (int tree = 0; tree < TREES; tree++) {
            RandomCase maker = new RandomCase(directory.resolve("t" + tree), random);
            for (int list = 0; list < LISTS_PER_TREE; list++) {
                cases.add(new Case(maker.root(), list == 0, maker.conditions()));
            }
        }

        List<String> answers = ask(python, cases);

        assertThat(answers).hasSameSizeAs(cases);
        int refused = 0;
        int broken = 0;
        for (int i = 0; i < cases.size(); i++) {
            Case asked = cases.get(i);
            String answer = answers.get(i);
            String ours = select(asked);
            if (answer.startsWith("!")) {
                refused++;
                assertThat(ours).as("%s refused with %s", asked, answer).isEqualTo("!");
                continue;
            }
            String real = answer.substring(0, answer.indexOf(RS));
            String promised = answer.substring(answer.indexOf(RS) + 1);
            assertThat(ours).as("%s", asked).isEqualTo(promised);
            broken += real.equals(promised) ? 0 : 1;
        }
        assertThat(refused).isBetween(10, cases.size() / 3);
        // So most cases compare with Duplicity just as it is.
        assertThat(broken).isLessThan(cases.size() / 4);
    }

    private static String select(Case asked) {
        try {
            Selection selection = RandomCase.selection(asked.conditions());
            if (asked.followLinks()) {
                selection = selection.followLinks();
            }
            selection.requireFits(asked.root().toString().getBytes(StandardCharsets.UTF_8));
            return String.join(String.valueOf(US), Selected.below(asked.root(), selection));
        } catch (ConfigurationException e) {
            return "!";
        }
    }

    private List<String> ask(String python, List<Case> cases) throws IOException, InterruptedException {
        Path script = directory.resolve("select.py");
        try (var resource = SelectionInteropTest.class.getResourceAsStream("duplicity-select.py")) {
            Files.copy(resource, script);
        }
        Path input = Files.write(
                directory.resolve("cases"), cases.stream().map(Case::line).toList());
        Path output = directory.resolve("answers");
        ProcessBuilder builder = new ProcessBuilder(python, script.toString(), input.toString())
                .redirectOutput(output.toFile())
                .redirectError(directory.resolve("errors").toFile());
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        builder.environment().put("LC_ALL", "C.UTF-8");
        int code = builder.start().waitFor();
        assertThat(code).as(Files.readString(directory.resolve("errors"))).isZero();
        return Files.readAllLines(output);
    }

    /** The interpreter that the installed program names. */
    private static String python() throws IOException {
        Optional<Path> program = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(each -> Path.of(each, "duplicity"))
                .filter(Files::isExecutable)
                .findFirst();
        if (Boolean.getBoolean("holdfast.interop.required")) {
            assertTrue(program.isPresent(), "duplicity is not on the PATH");
        }
        assumeTrue(program.isPresent(), "skipped: duplicity is not on the PATH");
        String first = Files.readAllLines(program.get()).get(0);
        assumeTrue(first.startsWith("#!"), "skipped: duplicity is no script here");
        return first.substring(2).trim().split(" ")[0];
    }
}
