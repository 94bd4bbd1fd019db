package dev.holdfast.examples.command.output;

import dev.holdfast.api.model.EntryPath;
import java.io.PrintStream;
import java.util.Base64;
import java.util.Optional;

/**
 * Writes one JSON object to a stream, piece by piece, on one line. A path is {@code path} where it is UTF-8 without
 * control characters, otherwise {@code path64}. Not thread-safe.
 */
public final class JsonText {

    private static final String HEX = "0123456789abcdef";

    private final PrintStream out;
    private boolean first = true;

    /** Begins the object. */
    public JsonText(PrintStream out) {
        this.out = out;
        out.print('{');
    }

    public JsonText field(String name, String value) {
        name(name);
        text(value);
        return this;
    }

    public JsonText field(String name, long value) {
        name(name);
        out.print(value);
        return this;
    }

    public JsonText field(String name, boolean value) {
        name(name);
        out.print(value);
        return this;
    }

    public JsonText path(EntryPath path) {
        return path("path", path);
    }

    /** A path under another name: {@code name}, or {@code name64}. */
    public JsonText path(String name, EntryPath path) {
        Optional<String> text = path.text();
        return text.isPresent()
                ? field(name, text.get())
                : field(name + "64", Base64.getEncoder().encodeToString(path.bytes()));
    }

    public JsonText texts(String name, Iterable<?> values) {
        beginArray(name);
        for (Object value : values) {
            separate();
            text(value.toString());
        }
        return endArray();
    }

    public JsonText beginArray(String name) {
        name(name);
        out.print('[');
        first = true;
        return this;
    }

    public JsonText endArray() {
        out.print(']');
        first = false;
        return this;
    }

    /** Begins an object that is the value of a member. */
    public JsonText beginObject(String name) {
        name(name);
        out.print('{');
        first = true;
        return this;
    }

    /** Begins an object inside an array. */
    public JsonText beginObject() {
        separate();
        out.print('{');
        first = true;
        return this;
    }

    public JsonText endObject() {
        out.print('}');
        first = false;
        return this;
    }

    /** Ends the line. */
    public void end() {
        out.print("}\n");
    }

    private void name(String name) {
        separate();
        text(name);
        out.print(':');
    }

    private void separate() {
        if (!first) {
            out.print(',');
        }
        first = false;
    }

    private void text(String value) {
        StringBuilder escaped = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < 0x20) {
                escaped.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            } else {
                escaped.append(c);
            }
        }
        out.print(escaped.append('"'));
    }
}
