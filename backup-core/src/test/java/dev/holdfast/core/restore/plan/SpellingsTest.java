package dev.holdfast.core.restore.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.model.EntryPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingsTest {

    private static final String COMPOSED = "caf\u00e9";
    private static final String DECOMPOSED = "cafe\u0301";

    private final Spellings spellings = new Spellings();

    @BeforeEach
    void enter() {
        spellings.enter(EntryPath.of("exact"), false);
        spellings.enter(EntryPath.of("loose"), true);
    }

    @ParameterizedTest
    @CsvSource({"A.txt, a.txt", "STRASSE, stra\u00dfe", "\u00c9t\u00e9, e\u0301te\u0301", "name., name"})
    void whatCaseAloneTellsApartIsOneWhereItIsIgnored(String name, String other) {
        EntryPath first = EntryPath.of("loose/" + name);
        EntryPath second = EntryPath.of("loose/" + other);
        assertThat(spellings.remember(first)).isEmpty();
        assertThat(spellings.remember(second)).contains(first);
    }

    @Test
    void elsewhereOnlyTwoWaysToComposeALetterAreDoubtful() {
        assertThat(spellings.remember(EntryPath.of("exact/A.txt"))).isEmpty();
        assertThat(spellings.remember(EntryPath.of("exact/a.txt"))).isEmpty();
        assertThat(spellings.remember(EntryPath.of("exact/" + COMPOSED))).isEmpty();
        assertThat(spellings.remember(EntryPath.of("exact/" + DECOMPOSED))).contains(EntryPath.of("exact/" + COMPOSED));
    }

    @Test
    void aNameIsNotDoubtfulForItselfNorForOneInAnotherDirectory() {
        spellings.enter(EntryPath.of("loose/below"), true);
        assertThat(spellings.remember(EntryPath.of("loose/name"))).isEmpty();
        assertThat(spellings.remember(EntryPath.of("loose/name"))).isEmpty();
        assertThat(spellings.remember(EntryPath.of("loose/below/NAME"))).isEmpty();
    }

    @Test
    void whatALeftDirectoryHeldIsForgotten() {
        spellings.remember(EntryPath.of("loose/name"));
        spellings.leave(EntryPath.of("loose"));
        spellings.enter(EntryPath.of("loose"), true);
        assertThat(spellings.remember(EntryPath.of("loose/NAME"))).isEmpty();
    }
}
