package dev.holdfast.core.json;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.bytes.ByteSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * Writes JSON objects into a {@link ByteSink}: one, or one a line. Methods with a member's name write into an object,
 * those without into an array. What is written reaches the sink with {@link #endLine} or {@link #finish}. Not
 * thread-safe.
 */
public final class JsonWriter {

    /** Greater numbers are written as strings, since common readers keep numbers as 64-bit floating point. */
    private static final long MAX_NUMBER = 1L << 53;

    private static final JsonFactory FACTORY =
            new JsonFactoryBuilder().rootValueSeparator("").build();

    private final ByteSink sink;
    private final JsonGenerator json;
    private final byte[] scratch = new byte[64];

    public JsonWriter(ByteSink sink) {
        this.sink = sink;
        try {
            json = FACTORY.createGenerator(sink, JsonEncoding.UTF8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins an object as an array's element or as a line. */
    public void beginObject() {
        try {
            json.writeStartObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void beginObject(String member) {
        member(member);
        beginObject();
    }

    public void beginArray(String member) {
        member(member);
        try {
            json.writeStartArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the innermost object or array. */
    public void end() {
        try {
            if (json.getOutputContext().inArray()) {
                json.writeEndArray();
            } else {
                json.writeEndObject();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the line behind its object. */
    public void endLine() {
        finish();
        sink.write('\n');
    }

    /** Passes all that was written to the sink. */
    public void finish() {
        try {
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void string(String member, String value) {
        member(member);
        string(value);
    }

    public void string(String value) {
        try {
            json.writeString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void strings(String member, List<String> values) {
        beginArray(member);
        values.forEach(this::string);
        end();
    }

    public void snapshotKind(String member, SnapshotKind kind) {
        string(member, kind == SnapshotKind.FULL ? "full" : "incremental");
    }

    /** A size or count; one above 2^53 becomes a string of decimal digits. */
    public void number(String member, long value) {
        member(member);
        try {
            if (value > MAX_NUMBER) {
                json.writeString(Long.toString(value));
            } else {
                json.writeNumber(value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A member that is there only where it is true. */
    public void flag(String member, boolean value) {
        if (value) {
            member(member);
            try {
                json.writeBoolean(true);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** {@code "seconds.nnnnnnnnn"} */
    public void time(String member, Instant time) {
        int nanos = time.getNano();
        for (int i = 31; i > 22; i--) {
            scratch[i] = (byte) ('0' + nanos % 10);
            nanos /= 10;
        }
        scratch[22] = '.';
        int start = 22;
        long seconds = time.getEpochSecond();
        for (long rest = Math.abs(seconds); start == 22 || rest > 0; rest /= 10) {
            scratch[--start] = (byte) ('0' + rest % 10);
        }
        if (seconds < 0) {
            scratch[--start] = '-';
        }
        ascii(member, start, 32 - start);
    }

    /** At most 32 bytes as lower-case hexadecimal digits. */
    public void hex(String member, byte[] value) {
        for (int i = 0; i < value.length; i++) {
            scratch[2 * i] = digit(value[i] >> 4);
            scratch[2 * i + 1] = digit(value[i]);
        }
        ascii(member, 0, 2 * value.length);
    }

    private static byte digit(int value) {
        int nibble = value & 15;
        return (byte) (nibble < 10 ? '0' + nibble : 'a' - 10 + nibble);
    }

    private void ascii(String member, int offset, int length) {
        member(member);
        try {
            json.writeRawUTF8String(scratch, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A name made of bytes: as text under the member's name where it can be one, else in base64 under the name with 64.
     */
    public void name(String member, byte[] name) {
        if (!Utf8.isPlain(name)) {
            base64(member + "64", name);
            return;
        }
        member(member);
        try {
            json.writeUTF8String(name, 0, name.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #name}. */
    public void path(String member, EntryPath path) {
        name(member, path.bytes());
    }

    /** Standard base64 with padding, under exactly this name. */
    public void base64(String member, byte[] value) {
        string(member, Base64.getEncoder().encodeToString(value));
    }

    private void member(String name) {
        try {
            json.writeFieldName(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
