package dev.holdfast.core.manifest;

import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.json.JsonReader;

/** Keys that stored objects name: each of the form of its kind, so that hostile ones lead nowhere else. */
final class Keys {

    private Keys() {}

    /** A key {@code <prefix><writer>/<number>} that is the current value. */
    static ObjectKey read(JsonReader json, String prefix) {
        String text = json.text();
        if (!text.startsWith(prefix)) {
            throw json.malformed("expected a key below " + prefix + ", found \"" + text + "\"");
        }
        return check(json, text, prefix.length());
    }

    /** The key of a volume of either stream. */
    static ObjectKey readVolume(JsonReader json) {
        String text = json.text();
        int writer = text.startsWith("data/") ? 5 : text.startsWith("catalog/") ? 8 : 0;
        if (writer == 0) {
            throw json.malformed("expected the key of a volume, found \"" + text + "\"");
        }
        return check(json, text, writer);
    }

    private static ObjectKey check(JsonReader json, String text, int writer) {
        int slash = text.lastIndexOf('/');
        if (slash < writer || !WriterId.isValid(text.substring(writer, slash))) {
            throw json.malformed(
                    "expected \"" + text.substring(0, writer) + "<writer>/<number>\", found \"" + text + "\"");
        }
        WriterId.number(text, slash + 1, json);
        return ObjectKey.of(text);
    }
}
