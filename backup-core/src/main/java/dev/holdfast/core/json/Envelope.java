package dev.holdfast.core.json;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.FormatException;
import dev.holdfast.api.error.IntegrityException;

/** What each JSON object that stands alone says of itself: its format and version. */
public final class Envelope {

    /** The version that this library reads and writes. */
    public static final int VERSION = 1;

    private Envelope() {}

    public static void write(JsonWriter json, String format) {
        json.string("format", format);
        json.number("version", VERSION);
    }

    /**
     * Checks that bytes are an object of a format, before anything else is made of them.
     *
     * @param what names the object in messages
     * @throws ConfigurationException if it is foreign: not JSON, or of another format
     * @throws FormatException if it is of a newer version
     * @throws IntegrityException if it is damaged behind the name of its format
     */
    public static void check(byte[] bytes, String what, String format) {
        String foundFormat = "";
        long foundVersion = 0;
        try {
            JsonReader json = JsonReader.object(bytes, what);
            for (String member = json.nextMember(); member != null; member = json.nextMember()) {
                switch (member) {
                    case "format" -> foundFormat = json.text();
                    case "version" -> foundVersion = json.number();
                    default -> json.skip();
                }
            }
        } catch (IntegrityException e) {
            if (foundFormat.equals(format)) {
                throw e;
            }
            throw new ConfigurationException(
                    what + " is foreign: expected a JSON object of the format " + format
                            + "; look whether the URL is right and whether something else writes there",
                    e);
        }
        if (!foundFormat.equals(format)) {
            throw new ConfigurationException(what + " is foreign: expected the format " + format + ", found \""
                    + foundFormat + "\"; look whether the URL is right");
        }
        if (foundVersion > VERSION) {
            throw new FormatException(what + " is of version " + foundVersion + " of the format " + format
                    + "; this library reads up to version " + VERSION + ": use a newer one");
        }
        if (foundVersion < 1) {
            throw new IntegrityException(what + " names no version of the format " + format);
        }
    }
}
