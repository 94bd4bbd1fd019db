package dev.holdfast.api.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.api.error.ConfigurationException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {

    @Property(tries = 5_000)
    void matchesAsTheNaiveMatcherDoes(
            @ForAll("globs") String glob, @ForAll("paths") String path, @ForAll boolean directory) {
        assertThat(Glob.of(glob).matches(bytes(path), directory))
                .as("%s on %s", glob, path)
                .isEqualTo(NaiveGlob.matches(glob, path, directory));
    }

    @Property(tries = 5_000)
    void leadsAsTheNaiveMatcherSays(@ForAll("globs") String glob, @ForAll("paths") String path) {
        assertThat(Glob.of(glob).mayMatchBelow(bytes(path)) || Glob.of(glob).matches(bytes(path), true))
                .as("%s on %s", glob, path)
                .isEqualTo(NaiveGlob.leads(glob, path) || NaiveGlob.matches(glob, path, true));
    }

    /** What makes scanning complete: nobody is left out because a directory above was not entered. */
    @Property(tries = 5_000)
    void whateverMatchesIsLedTo(@ForAll("globs") String glob, @ForAll("paths") String path) {
        Glob pattern = Glob.of(glob);
        if (pattern.matches(bytes(path), true)) {
            for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
                byte[] above = bytes(path.substring(0, slash));
                assertThat(pattern.matches(above, true) || pattern.mayMatchBelow(above))
                        .as("%s on %s above %s", glob, path.substring(0, slash), path)
                        .isTrue();
            }
        }
    }

    @Property
    void caseIsIgnoredOnRequest(@ForAll("paths") String anyPath) {
        String path = anyPath.replace('[', 'x').replace(']', 'y');
        Glob glob = Glob.of("IgnoreCase:" + path.toUpperCase());

        assertThat(glob.matches(bytes(path), false)).isTrue();
        assertThat(glob.matches(bytes(path.toUpperCase()), false)).isTrue();
    }

    @Provide
    Arbitrary<String> globs() {
        return Arbitraries.of(
                        "a", "b", "é", ".", "/", "/", "/", "*", "*", "**", "?", "[ab]", "[!a]", "[^é]", "[a-c]", "[]a]",
                        "[")
                .list()
                .ofMinSize(1)
                .ofMaxSize(9)
                .map(parts -> String.join("", parts))
                .filter(glob -> !glob.contains("//"));
    }

    @Provide
    Arbitrary<String> paths() {
        Arbitrary<String> name = Arbitraries.of("a", "b", "é", ".", "]", "[")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(parts -> String.join("", parts));
        Arbitrary<String> relative = name.list().ofMinSize(1).ofMaxSize(4).map(names -> String.join("/", names));
        return Arbitraries.oneOf(relative, relative.map(path -> "/" + path));
    }

    @ParameterizedTest
    @CsvSource({
        "/a, /a, true",
        "/a, /a/b/c, true",
        "/a, /ab, false",
        "/a/, /a, false",
        "/a/, /a/b, true",
        "/a/*, /a, false",
        "/a/**, /a, false",
        "/a/**, /a/b/c, true",
        "/*/c, /a/b/c, false",
        "/**/c, /a/b/c, true",
        "**.py, /a/b/c.py, true",
        "**.py, /a/b.py/c, true",
        "*, /a, true",
        "/, /a/b, true",
        "/, /, true",
        "**, relative, true",
        "/?, /é, true",
        "/??, /é, false",
        "/[éü], /ü, true",
        "/[!é], /ü, true",
        "/[a-], /-, true",
        "/[^]], /], false",
        "/[!a]b, /a/b, false",
        "/x[!a]b, /x/b, false",
        "'/{a,b}', /a, false",
        "'/{a,b}', '/{a,b}', true",
        "/\\*, /*, false",
        "ignorecase:/Ä, /ä, true",
        "ignorecase:/[A-C], /b, true",
    })
    void pathsAreMatched(String glob, String file, boolean expected) {
        assertThat(Glob.of(glob).matches(bytes(file), false)).isEqualTo(expected);
    }

    @Test
    void bytesThatAreNoTextAreCharactersOfTheirOwn() {
        byte[] latin = "/caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(Glob.of("/caf?").matches(latin, false)).isTrue();
        assertThat(Glob.of("/caf??").matches(latin, false)).isFalse();
        assertThat(Glob.of("/café").matches(latin, false)).isFalse();
        assertThat(Glob.ofBytes(latin).matches(latin, false)).isTrue();
    }

    @Test
    void aPatternOfManyStarsTakesNoLongTime() {
        String path = "/" + "a".repeat(4_000);

        assertThat(Glob.of("**a*a**a*a**a*a**a*a**b").matches(bytes(path), false))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ignorecase:", "a//b", "//a", "[z-a]"})
    void whatIsNoPatternIsRefused(String glob) {
        assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> Glob.of(glob));
    }

    private static byte[] bytes(String path) {
        return path.getBytes(StandardCharsets.UTF_8);
    }
}
