package dev.holdfast.examples.command.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.model.EntryPath;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTextTest {

    @Test
    void anObjectIsOneLine() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

        new JsonText(out)
                .field("text", "a \"quote\", a \\ and a\nline, é")
                .field("number", 1L << 40)
                .field("yes", true)
                .texts("none", List.of())
                .texts("two", List.of("x", "y"))
                .beginArray("objects")
                .beginObject()
                .path(EntryPath.of("a/b"))
                .endObject()
                .beginObject()
                .path(EntryPath.ofBytes(new byte[] {'a', (byte) 0xff}))
                .endObject()
                .endArray()
                .end();

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"text\":\"a \\\"quote\\\", a \\\\ and a\\u000aline, é\",\"number\":1099511627776,"
                        + "\"yes\":true,\"none\":[],\"two\":[\"x\",\"y\"],"
                        + "\"objects\":[{\"path\":\"a/b\"},{\"path64\":\"Yf8=\"}]}\n");
    }
}
