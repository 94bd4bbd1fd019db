package dev.holdfast.api.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.api.error.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {

    @TempDir
    Path directory;

    @Test
    void rulesKeepTheirOrderButThoseThatLookInsideGoFirst() {
        Selection selection = Selection.all()
                .include("/a")
                .excludeIfPresent(".nobackup")
                .excludeOlderThan(Instant.EPOCH)
                .excludeDeviceFiles()
                .exclude("**");

        assertThat(selection.rules().stream().map(Object::toString))
                .containsExactly(
                        "exclude if present .nobackup",
                        "exclude device files",
                        "include /a",
                        "exclude older than 1970-01-01T00:00:00Z",
                        "exclude **");
    }

    @Test
    void selectionsAreValues() {
        Selection one = Selection.all().include("/a").excludeRegex("x$").followLinks();
        Selection same = Selection.all().include("/a").excludeRegex("x$").followLinks();

        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(one.exclude("/b"));
        assertThat(one.exclude("/b")).isNotEqualTo(one.include("/b"));
    }

    @Test
    void aListHasCommentsSensesAndQuotes() throws IOException {
        Path list = write("+ /s/a/b\n- /s/a\n# c\n\n  /s/c  \r\n'/s/ d '\n- \"/s/e#\"\n- **");

        assertThat(texts(Selection.all().includeList(list, ListSeparator.NEWLINE)))
                .containsExactly(
                        "include /s/a/b",
                        "exclude /s/a",
                        "include /s/c",
                        "include /s/ d ",
                        "exclude /s/e#",
                        "exclude **");
        assertThat(texts(Selection.all().excludeList(list, ListSeparator.NEWLINE)))
                .contains("exclude /s/c", "include /s/a/b");
    }

    @Test
    void aListMayEndItsRulesWithNul() throws IOException {
        Path list = write("/s/a\nb\0- /s/c\0");

        assertThat(texts(Selection.all().includeList(list, ListSeparator.NUL)))
                .containsExactly("include /s/a\nb", "exclude /s/c");
    }

    @Test
    void aListMayBeginWithTheMarkOfUtf8() throws IOException {
        Path list = write("\ufeff/s/a\n- /s/b");

        assertThat(texts(Selection.all().includeList(list, ListSeparator.NEWLINE)))
                .containsExactly("include /s/a", "exclude /s/b");
    }

    @Test
    void namesInAListAreBytes() throws IOException {
        byte[] latin = "/s/caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
        Path list = Files.write(directory.resolve("list"), latin);

        assertThat(Selection.all().excludeList(list, ListSeparator.NEWLINE).rules())
                .containsExactly(new SelectionRule.ByGlob(SelectionRule.Sense.EXCLUDE, Glob.ofBytes(latin)));
    }

    @Test
    void aWrongLineIsNamed() throws IOException {
        Path list = write("/s/a\n\n/s//b\n");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Selection.all().includeList(list, ListSeparator.NEWLINE))
                .withMessageContaining("rule 3 of " + list)
                .withMessageContaining("/s//b");
    }

    @Test
    void aListThatCannotBeReadIsRefused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Selection.all().excludeList(directory.resolve("absent"), ListSeparator.NEWLINE))
                .withMessageContaining("absent");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Selection.all().excludeList(directory, ListSeparator.NEWLINE));
    }

    @Test
    void aWrongRegularExpressionIsRefusedWithItsPosition() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Selection.all().includeRegex("ab(c"))
                .withMessageContaining("ab(c")
                .withMessageContaining("position");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", ".", ".."})
    void onlyANameCanBePresent(String name) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Selection.all().excludeIfPresent(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/other", "/src2", "src", "/s", "/src?", "/[a-r]rc/x"})
    void aRuleOutsideTheSourceIsRefused(String glob) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Selection.all().exclude(glob).requireFits(bytes("/src")))
                .withMessageContaining(glob)
                .withMessageContaining("/src");
    }

    @ParameterizedTest
    @CsvSource({
        "/src/a, /src",
        "/src, /src/",
        "/src, /./src//",
        "/, /src",
        "/home, /",
        "**, src",
        "**/x, src",
        "src/x, src",
        "./x, .",
        "./x, ./",
        "/*/x, /src",
        "ignorecase:/SRC/x, /Src",
        "../src/x, ../src",
    })
    void aRuleInsideTheSourceIsTaken(String glob, String source) {
        assertThatCode(() -> Selection.all().exclude(glob).requireFits(bytes(source)))
                .doesNotThrowAnyException();
    }

    @Test
    void aLastRuleThatOnlyIncludesIsRefused() throws IOException {
        byte[] source = bytes("/src");
        Path list = write("/src/a\n+ /src/b\n");
        List<Selection> redundant = List.of(
                Selection.all().include("/src/a"),
                Selection.all().exclude("/src/b").includeRegex("a$"),
                Selection.all().include("/src/a").excludeIfPresent(".nobackup"),
                Selection.all().excludeList(list, ListSeparator.NEWLINE));

        for (Selection selection : redundant) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .as(selection.toString())
                    .isThrownBy(() -> selection.requireFits(source))
                    .withMessageContaining("only includes");
        }
        assertThatCode(() -> redundant.get(0).excludeLargerThan(1_000).requireFits(source))
                .doesNotThrowAnyException();
    }

    private static List<String> texts(Selection selection) {
        return selection.rules().stream().map(Object::toString).toList();
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("list"), text);
    }

    private static byte[] bytes(String path) {
        return path.getBytes(StandardCharsets.UTF_8);
    }
}
