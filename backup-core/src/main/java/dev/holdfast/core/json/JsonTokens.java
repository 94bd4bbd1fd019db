package dev.holdfast.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamReadException;
import dev.holdfast.api.error.IntegrityException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The parser behind {@link JsonReader}, under the format's limits. Whatever it finds wrong is an
 * {@link IntegrityException} that names the object, the line and the member.
 */
final class JsonTokens {

    static final int MAX_DEPTH = 16;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(64)
                    .maxNumberLength(32)
                    .maxStringLength(1 << 20)
                    .build())
            .build();

    private final String what;
    private final JsonParser parser;
    private long line;

    private JsonTokens(JsonParser parser, String what) {
        this.parser = parser;
        this.what = what;
    }

    /** @param what names the object in messages */
    static JsonTokens of(byte[] bytes, int offset, int length, String what) {
        // Jackson would guess UTF-16 or UTF-32 by NULs, and skip a byte order mark.
        if (length > 0 && (bytes[offset] != '{' || length > 1 && bytes[offset + 1] == 0)) {
            throw new IntegrityException(what + " is malformed: it does not begin with a JSON object", null);
        }
        try {
            return new JsonTokens(FACTORY.createParser(bytes, offset, length), what);
        } catch (IOException e) {
            throw new IntegrityException(what + " is malformed: " + e.getMessage(), e);
        }
    }

    /** Counts lines for messages; 0 outside of any. */
    void nextLine() {
        line++;
    }

    long line() {
        return line;
    }

    @Nullable
    JsonToken current() {
        return parser.currentToken();
    }

    @Nullable
    JsonToken next() {
        try {
            return parser.nextToken();
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** Null if what comes is no member. */
    @Nullable
    String nextFieldName() {
        try {
            return parser.nextFieldName();
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    void skipChildren() {
        try {
            parser.skipChildren();
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** How many bytes were read up to the end of the current token. */
    int position() {
        return (int) parser.currentLocation().getByteOffset();
    }

    @Nullable
    String memberName() {
        try {
            return parser.currentName();
        } catch (IOException e) {
            return null;
        }
    }

    String text() {
        try {
            return parser.getText();
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** A number, or −1 for "-0". */
    long integer() {
        try {
            long value = parser.getLongValue();
            return value == 0 && parser.getTextLength() > 1 ? -1 : value;
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** A string of decimal digits, or −1. */
    long decimal() {
        try {
            return Scalars.decimal(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** A string that is a time, or null. */
    @Nullable
    Instant time() {
        try {
            return Scalars.time(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        } catch (IOException | DateTimeException e) {
            throw malformed(e);
        }
    }

    /** A string that gives exactly so many bytes, or null. */
    byte @Nullable [] hex(int byteCount) {
        try {
            return Scalars.hex(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength(), byteCount);
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** Whether a string has no control characters and no half characters. */
    boolean isPlain() {
        try {
            return Utf8.isPlain(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** The current token, for a message. */
    String found() {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return "the end";
        }
        return switch (token) {
            case START_OBJECT, END_OBJECT -> "an object";
            case START_ARRAY, END_ARRAY -> "an array";
            default -> {
                String text = text();
                yield "\"" + (text.length() <= 80 ? text : text.substring(0, 80) + "…") + "\"";
            }
        };
    }

    IntegrityException malformed(String reason) {
        return malformed(reason, null);
    }

    IntegrityException malformed(Exception cause) {
        // Jackson's full message quotes the source, which may be sealed content.
        String reason =
                cause instanceof StreamReadException e ? e.getOriginalMessage() : String.valueOf(cause.getMessage());
        return malformed(reason, cause);
    }

    private IntegrityException malformed(String reason, @Nullable Exception cause) {
        StringBuilder message =
                new StringBuilder(what).append(" is malformed: ").append(reason);
        if (line > 0) {
            message.append(", line ").append(line);
        }
        String member = memberName();
        if (member != null) {
            message.append(", member \"").append(member).append('"');
        }
        return new IntegrityException(message.toString(), cause);
    }
}
