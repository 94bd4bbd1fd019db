package dev.holdfast.core.json;

import com.fasterxml.jackson.core.JsonToken;
import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.SnapshotId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Pulls members out of JSON objects, and trusts nothing: a repeated member, a value of another type, more than 64
 * members, more than 16 levels, text behind the end are all an {@link IntegrityException} that names the object and the
 * line.
 *
 * <pre>{@code
 * for (String member = json.nextMember(); member != null; member = json.nextMember()) {
 *     switch (member) {
 *         case "size" -> size = json.number();
 *         default -> json.skip();
 *     }
 * }
 * }</pre>
 *
 * Not thread-safe. Holds no resource.
 */
public final class JsonReader {

    /** No line is longer, but in pages of extended attributes. */
    public static final int MAX_LINE_BYTES = 16 << 10;

    /** A line that holds paths, which may be long, may be longer. */
    public static final int MAX_PATH_LINE_BYTES = 256 << 10;

    private static final int MAX_MEMBERS = 64;

    private final byte[] bytes;
    private final int offset;
    private final int length;
    private final int maxLineBytes;
    private final JsonTokens json;

    private final @Nullable String[][] members = new @Nullable String[JsonTokens.MAX_DEPTH + 1][];
    private final int[] memberCounts = new int[JsonTokens.MAX_DEPTH + 1];
    private int depth;
    private int lineEnd;
    private boolean unread;

    private JsonReader(byte[] bytes, int offset, int length, String what, int maxLineBytes) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.maxLineBytes = maxLineBytes;
        json = JsonTokens.of(bytes, offset, length, what);
    }

    /**
     * Reads one object that is all there is, and stands inside it.
     *
     * @param what names the object in messages: {@code manifest manifests/… of s3://…}
     */
    public static JsonReader object(byte[] bytes, String what) {
        JsonReader reader = new JsonReader(bytes, 0, bytes.length, what, Integer.MAX_VALUE);
        reader.advance();
        reader.beginObject();
        return reader;
    }

    /** Reads JSON lines; {@link #nextLine} comes first. */
    public static JsonReader lines(byte[] bytes, int offset, int length, String what) {
        return lines(bytes, offset, length, what, MAX_LINE_BYTES);
    }

    /** @param maxLineBytes a longer line is malformed */
    public static JsonReader lines(byte[] bytes, int offset, int length, String what, int maxLineBytes) {
        return new JsonReader(bytes, offset, length, what, maxLineBytes);
    }

    /**
     * Goes to the next line and stands inside its object; false behind the last. The line before was read to its end.
     */
    public boolean nextLine() {
        int start = json.line() == 0 ? offset : offset + json.position();
        if (json.line() > 0) {
            if (start != lineEnd) {
                throw malformed("the line does not end with its object");
            }
            start++;
        }
        json.nextLine();
        if (start == offset + length) {
            return false;
        }
        if (bytes[start] != '{') {
            throw malformed("the line does not begin with an object");
        }
        int limit = (int) Math.min((long) start + maxLineBytes + 1, offset + length);
        int end = start;
        while (end < limit && bytes[end] != '\n') {
            end++;
        }
        if (end == limit) {
            throw malformed("the line is longer than " + maxLineBytes + " bytes, or is cut off");
        }
        lineEnd = end;
        advance();
        beginObject();
        return true;
    }

    /**
     * Goes to the next member of the innermost object and stands on its value; null behind the last, which ends the
     * object.
     */
    public @Nullable String nextMember() {
        if (unread) {
            json.skipChildren();
        }
        String name = json.nextFieldName();
        if (name == null) {
            end(JsonToken.END_OBJECT);
            return null;
        }
        remember(name);
        advance();
        return name;
    }

    private void remember(String name) {
        @Nullable String[] names = members[depth];
        int count = memberCounts[depth]++;
        if (names == null || count == MAX_MEMBERS) {
            throw malformed("an object of more than " + MAX_MEMBERS + " members");
        }
        for (int i = 0; i < count; i++) {
            if (name.equals(names[i])) {
                throw malformed("the member stands there twice");
            }
        }
        names[count] = name;
    }

    private boolean hasSeen(String name) {
        @Nullable String[] names = members[depth];
        for (int i = 0; names != null && i < memberCounts[depth]; i++) {
            if (name.equals(names[i])) {
                return true;
            }
        }
        return false;
    }

    /** Enters the object that is the value; {@link #nextMember} leaves it. */
    public void beginObject() {
        expect(JsonToken.START_OBJECT, "an object");
        depth++;
        memberCounts[depth] = 0;
        if (members[depth] == null) {
            members[depth] = new @Nullable String[MAX_MEMBERS];
        }
    }

    /** Enters the array that is the value; {@link #nextElement} leaves it. */
    public void beginArray() {
        expect(JsonToken.START_ARRAY, "an array");
        depth++;
    }

    /**
     * Goes to the next element of the innermost array and stands on it; false behind the last, which ends the array.
     */
    public boolean nextElement() {
        if (unread) {
            json.skipChildren();
        }
        if (json.next() == JsonToken.END_ARRAY) {
            end(JsonToken.END_ARRAY);
            return false;
        }
        unread = true;
        return true;
    }

    private void end(JsonToken token) {
        if (json.current() != token) {
            throw malformed("it ends within an object or array");
        }
        unread = false;
        depth--;
        if (depth == 0 && json.line() == 0 && json.next() != null) {
            throw malformed("it goes on behind its object");
        }
    }

    private void advance() {
        json.next();
        unread = true;
    }

    /** Passes the value over, whatever it is. */
    public void skip() {
        json.skipChildren();
        unread = false;
    }

    public String text() {
        expect(JsonToken.VALUE_STRING, "a string");
        return json.text();
    }

    /** An array of strings. */
    public List<String> texts() {
        return List.copyOf(array(JsonReader::text));
    }

    /** @param element reads the element that the reader stands on */
    public <T> List<T> array(Function<JsonReader, T> element) {
        return array(Integer.MAX_VALUE, "elements", element);
    }

    /**
     * As {@link #array(Function)}, bounded.
     *
     * @param most elements that it may have
     * @param what they are, for people
     */
    public <T> List<T> array(int most, String what, Function<JsonReader, T> element) {
        List<T> elements = new ArrayList<>();
        beginArray();
        while (nextElement()) {
            if (elements.size() == most) {
                throw malformed("more than " + most + " " + what);
            }
            elements.add(element.apply(this));
        }
        return elements;
    }

    /** A size or count: a number or a string of decimal digits, from 0 to 2^63 − 1. */
    public long number() {
        return number(Long.MAX_VALUE);
    }

    public int number(int max) {
        return (int) number((long) max);
    }

    private long number(long max) {
        long value;
        if (json.current() == JsonToken.VALUE_NUMBER_INT) {
            value = json.integer();
        } else {
            expect(JsonToken.VALUE_STRING, "a number");
            value = json.decimal();
        }
        unread = false;
        if (value < 0 || value > max) {
            throw malformed("expected a number from 0 to " + max + ", found " + json.found());
        }
        return value;
    }

    public boolean flag() {
        JsonToken token = json.current();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw malformed("expected true or false, found " + json.found());
        }
        unread = false;
        return token == JsonToken.VALUE_TRUE;
    }

    /** {@code "seconds.nnnnnnnnn"} */
    public Instant time() {
        expect(JsonToken.VALUE_STRING, "a time");
        Instant time = json.time();
        if (time == null) {
            throw malformed("expected a time \"seconds.nnnnnnnnn\", found " + json.found());
        }
        return time;
    }

    /** The digits of a SHA-256: 64 lower-case hexadecimal ones. */
    public String sha256() {
        return hexText(32);
    }

    /** As {@link #hex}, as the digits themselves. */
    public String hexText(int byteCount) {
        hex(byteCount);
        return text();
    }

    /** Exactly this many bytes, given as lower-case hexadecimal digits. */
    public byte[] hex(int byteCount) {
        expect(JsonToken.VALUE_STRING, "hexadecimal digits");
        byte[] value = json.hex(byteCount);
        if (value == null) {
            throw malformed("expected " + 2 * byteCount + " lower-case hexadecimal digits, found " + json.found());
        }
        return value;
    }

    /** A name made of bytes, in whichever of its two forms the member has; both in one object are malformed. */
    public byte[] name() {
        String member = String.valueOf(json.memberName());
        boolean encoded = member.endsWith("64");
        if (hasSeen(encoded ? member.substring(0, member.length() - 2) : member + "64")) {
            throw malformed("the name stands there in both forms");
        }
        if (encoded) {
            return base64();
        }
        expect(JsonToken.VALUE_STRING, "a name");
        if (!json.isPlain()) {
            throw malformed("a name with control characters or half characters");
        }
        return json.text().getBytes(StandardCharsets.UTF_8);
    }

    /** As {@link #name}, checked to be a path inside a snapshot. */
    public EntryPath path() {
        byte[] name = name();
        try {
            return EntryPath.ofBytes(name);
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        }
    }

    public SnapshotId snapshotId() {
        String text = text();
        try {
            return SnapshotId.of(text);
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        }
    }

    /** {@code "full"} or {@code "incremental"} */
    public SnapshotKind snapshotKind() {
        return switch (text()) {
            case "full" -> SnapshotKind.FULL;
            case "incremental" -> SnapshotKind.INCREMENTAL;
            default -> throw malformed("expected full or incremental");
        };
    }

    /** Standard base64 with padding. */
    public byte[] base64() {
        String text = text();
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            // The decoder takes any bits behind the last byte, and no padding.
            if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
                throw malformed("base64 in another form than the encoder's");
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        }
    }

    private void expect(JsonToken token, String expected) {
        if (json.current() != token) {
            throw malformed("expected " + expected + ", found " + json.found());
        }
        unread = false;
    }

    /** What a codec found missing: the value, if it is there. */
    public <T> T required(@Nullable T value, String member) {
        if (value == null) {
            throw malformed("without \"" + member + "\"");
        }
        return value;
    }

    /** For a codec that finds a value impossible; the message names the object, line and member. */
    public IntegrityException malformed(String reason) {
        return json.malformed(reason);
    }

    /** As {@link #malformed(String)}, for the cause's reason. */
    public IntegrityException malformed(Exception cause) {
        return json.malformed(cause);
    }
}
