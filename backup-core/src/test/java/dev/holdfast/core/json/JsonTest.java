package dev.holdfast.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.FormatException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.bytes.ByteSink;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Property
    void anyNameComesBackAsItWas(@ForAll("names") byte[] name) {
        String json = write(w -> w.name("path", name));
        assertThat(read(json, JsonReader::name)).isEqualTo(name);
        assertThat(json).isEqualTo(new String(json.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<byte[]> names() {
        return Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(300),
                Arbitraries.strings().ofMaxLength(200).map(s -> s.getBytes(StandardCharsets.UTF_8)),
                Arbitraries.strings()
                        .withChars("\"\\/\u0000\n\u007f\u20ac\ud83d\ude00 ")
                        .ofMaxLength(20)
                        .map(s -> s.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void namesThatAreNoTextAreBase64() {
        assertThat(write(w -> w.name("path", "é".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("{\"path\":\"é\"}");
        assertThat(write(w -> w.name("path", new byte[] {(byte) 0xe9}))).isEqualTo("{\"path64\":\"6Q==\"}");
        assertThat(write(w -> w.name("path", new byte[] {'a', '\n'}))).isEqualTo("{\"path64\":\"YQo=\"}");
        assertThat(write(w -> w.name("path", new byte[] {'a', 0x7f}))).isEqualTo("{\"path64\":\"YX8=\"}");
    }

    @Property
    void timesComeBackToTheNanosecond(@ForAll("instants") Instant time) {
        assertThat(read(write(w -> w.time("t", time)), JsonReader::time)).isEqualTo(time);
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.longs()
                .between(-999_999_999_999_999L, 999_999_999_999_999L)
                .flatMap(s -> Arbitraries.integers().between(0, 999_999_999).map(n -> Instant.ofEpochSecond(s, n)));
    }

    @Test
    void timesBefore1970CountTheFractionForward() {
        assertThat(write(w -> w.time("t", Instant.ofEpochSecond(0, -1_500_000_000))))
                .isEqualTo("{\"t\":\"-2.500000000\"}");
        assertThat(write(w -> w.time("t", Instant.EPOCH))).isEqualTo("{\"t\":\"0.000000000\"}");
    }

    @Property
    void numbersComeBack(@ForAll @LongRange(min = 0) long number) {
        Long found = read(write(w -> w.number("n", number)), JsonReader::number);
        assertThat(found).isEqualTo(number);
    }

    @Test
    void numbersThatFloatingPointWouldRoundAreStrings() {
        assertThat(write(w -> w.number("n", 1L << 53))).isEqualTo("{\"n\":9007199254740992}");
        assertThat(write(w -> w.number("n", (1L << 53) + 1))).isEqualTo("{\"n\":\"9007199254740993\"}");
    }

    @Property
    void hashesComeBack(@ForAll @Size(32) byte[] hash) {
        byte[] found = read(write(w -> w.hex("h", hash)), r -> r.hex(32));
        assertThat(found).isEqualTo(hash);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"n\":1",
                "{\"n\":1}x",
                "{\"n\":1}{\"n\":1}",
                "{\"n\":1,\"n\":1}",
                "{\"n\":-1}",
                "{\"n\":1.0}",
                "{\"n\":\"1e3\"}",
                "{\"n\":\"\"}",
                "{\"n\":null}",
                "{\"n\":9223372036854775808}",
                "{\"n\":\"9999999999999999999\"}",
                "{\"n\":99999999999999999999999999999999999999999999999999}",
                "{\"n\":true}",
                "{\"n\":{}}",
                "{'n':1}",
                "{\"n\":1,}",
                "\ufeff{\"n\":1}",
                "{\"x\":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]],\"n\":1}",
            })
    void whatIsNoSuchObjectIsRefused(String json) {
        assertThatThrownBy(() -> {
                    JsonReader reader = JsonReader.object(json.getBytes(StandardCharsets.UTF_8), "the object");
                    for (String m = reader.nextMember(); m != null; m = reader.nextMember()) {
                        if (m.equals("n")) {
                            reader.number();
                        }
                    }
                })
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("the object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\u0007\"", "\"\\ud800\"", "\"\\ud800x\"", "\"a\\u007f\"", "7", "\"\u0001\""})
    void aNameThatIsNoNameIsRefused(String value) {
        assertThatThrownBy(() -> read("{\"p\":" + value + "}", JsonReader::name))
                .isInstanceOf(IntegrityException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"YQ", "YQ=", "Y Q==", "YQ==\\n", "_w==", "YR=x"})
    void base64IsStrict(String value) {
        assertThatThrownBy(() -> read("{\"p64\":\"" + value + "\"}", JsonReader::name))
                .isInstanceOf(IntegrityException.class);
    }

    @Test
    void bothFormsOfANameAreRefused() {
        String both = "{\"p\":\"a\",\"p64\":\"YQ==\"}";
        assertThatThrownBy(() -> read(both, JsonReader::name)).isInstanceOf(IntegrityException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1.5",
                ".000000000",
                "-.000000000",
                "1.00000000x",
                "x.000000000",
                "1.0000000000",
                "999999999999999999.000000000",
                "99999999999999999.000000000",
                "--1.000000000"
            })
    void aTimeThatIsNoTimeIsRefused(String value) {
        assertThatThrownBy(() -> read("{\"t\":\"" + value + "\"}", JsonReader::time))
                .isInstanceOf(IntegrityException.class);
    }

    @Test
    void unknownMembersArePassedOver() {
        Long found = read("{\"new\":{\"n\":[1,{\"n\":2}]},\"also\":[[1]],\"n\":3}", JsonReader::number, "n");
        assertThat(found).isEqualTo(3);
    }

    @Property(tries = 200)
    void linesComeBackInOrder(@ForAll @Size(max = 50) List<@LongRange(min = 0) Long> numbers) {
        ByteSink sink = new ByteSink();
        sink.write("before".getBytes(StandardCharsets.UTF_8));
        JsonWriter writer = new JsonWriter(sink);
        for (long number : numbers) {
            writer.beginObject();
            writer.number("n", number);
            writer.beginArray("more");
            writer.string("x");
            writer.end();
            writer.end();
            writer.endLine();
        }
        JsonReader reader = JsonReader.lines(sink.array(), 6, sink.size() - 6, "lines");
        List<Long> found = new ArrayList<>();
        while (reader.nextLine()) {
            for (String m = reader.nextMember(); m != null; m = reader.nextMember()) {
                if (m.equals("n")) {
                    found.add(reader.number());
                }
            }
        }
        assertThat(found).isEqualTo(numbers);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"n\":1}",
                "{\"n\":1}\n\n",
                "{\"n\":1} \n",
                "{\"n\":1}\n {\"n\":1}\n",
                "{\"n\":1}{\"n\":1}\n",
                "{\"n\":\n1}\n",
                "\n",
                "{\"n\":1}\n[]\n",
                "{\"n\":1}\n{"
            })
    void whatIsNotLinesIsRefused(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> {
                    JsonReader reader = JsonReader.lines(bytes, 0, bytes.length, "the page");
                    while (reader.nextLine()) {
                        for (String m = reader.nextMember(); m != null; m = reader.nextMember()) {
                            reader.skip();
                        }
                    }
                })
                .isInstanceOf(IntegrityException.class);
    }

    @Test
    void aLongLineIsRefused() {
        byte[] line = ("{\"n\":\"" + "1".repeat(JsonReader.MAX_LINE_BYTES) + "\"}\n").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> JsonReader.lines(line, 0, line.length, "page").nextLine())
                .hasMessageContaining("line 1");
        assertThat(JsonReader.lines(line, 0, line.length, "page", 1 << 20).nextLine())
                .isTrue();
    }

    @Test
    void foreignNewerAndCorruptAreThreeErrors() {
        assertThatThrownBy(() -> check("hello")).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> check("{\"format\":\"other\",\"version\":1}"))
                .isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> check("{\"version\":2,\"new\":[],\"format\":\"f\"}"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("version 2");
        assertThatThrownBy(() -> check("{\"format\":\"f\",\"version\":1")).isInstanceOf(IntegrityException.class);
        check("{\"format\":\"f\",\"version\":1}");
    }

    private static void check(String json) {
        Envelope.check(json.getBytes(StandardCharsets.UTF_8), "the object", "f");
    }

    private static String write(Consumer<JsonWriter> members) {
        ByteSink sink = new ByteSink();
        JsonWriter writer = new JsonWriter(sink);
        writer.beginObject();
        members.accept(writer);
        writer.end();
        writer.finish();
        return new String(sink.toByteArray(), StandardCharsets.UTF_8);
    }

    private static <T> T read(String json, Function<JsonReader, T> value, String... only) {
        JsonReader reader = JsonReader.object(json.getBytes(StandardCharsets.UTF_8), "the object");
        T found = null;
        for (String m = reader.nextMember(); m != null; m = reader.nextMember()) {
            if (only.length == 0 || m.equals(only[0])) {
                found = value.apply(reader);
            }
        }
        return found;
    }
}
