package dev.holdfast.examples.command.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordTest {

    @Property
    void anyNameBecomesThePathOfItsBytes(@ForAll @NotEmpty byte[] bytes) {
        StringBuilder escaped = new StringBuilder("/");
        byte[] name = bytes.clone();
        for (int i = 0; i < name.length; i++) {
            if (name[i] == 0 || name[i] == '/' || name[i] == '.') {
                name[i] = 'x';
            }
            escaped.append("%%%02X".formatted(name[i]));
        }
        Path expected = Path.of(URI.create("file://" + escaped));

        byte[] absolute = new byte[name.length + 1];
        absolute[0] = '/';
        System.arraycopy(name, 0, absolute, 1, name.length);
        assertThat(Word.ofBytes(absolute).path()).isEqualTo(expected);
        assertThat(Word.ofBytes(name).path()).isEqualTo(expected.getFileName());
    }

    @ParameterizedTest
    @CsvSource({
        "file:///b, file:///b",
        "file:///my backups, file:///my%20backups",
        "file:/my backups, file:/my%20backups",
        "file:///é, file:///%C3%A9",
        "file:///a%20b, file:///a%20b",
        "memory:, memory:/",
        "memory:/, memory:/",
        "s3://bucket/prefix, s3://bucket/prefix",
        "other://host, other://host",
    })
    void aUrlIsWrittenAsPeopleDo(String text, URI uri) {
        assertThat(StoreAddress.isUrl(Word.of(text))).isTrue();
        assertThat(StoreAddress.of(Word.of(text))).isEqualTo(uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/home", "home", "a:b", "://x", "C:\\x", "a b://c", "é://c"})
    void aPathIsNoUrl(String text) {
        assertThat(StoreAddress.isUrl(Word.of(text))).isFalse();
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> StoreAddress.of(Word.of(text)));
    }

    @Test
    void whatMayBeASecretOfAMalformedUrlIsNotSaid() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> StoreAddress.of(Word.of("s3://me:hu%sh@bucket/x")))
                .withMessage("\"s3://...@bucket/x\" is no URL: Malformed escape pair; a '%' is written %25");
    }

    @Test
    void whatCannotBeAPathOrTextIsRefused() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Word.of("").path());
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Word.of("a\0b").path());
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Word.ofBytes(new byte[] {(byte) 0xff}).text());
    }
}
