package dev.holdfast.core.manifest;

import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;
import dev.holdfast.core.store.StoredKey;
import java.util.Set;

/**
 * Where the section of an inventory lies that describes a volume.
 *
 * @param key of the inventory
 * @param offset of the section in it, in bytes
 * @param lengthBytes of the section, 1 byte to {@value #MAX_SECTION_BYTES}
 * @param sha256 of the section's bytes, 64 lower-case hexadecimal digits
 */
public record SectionRef(ObjectKey key, long offset, int lengthBytes, String sha256) {

    /** A volume's blocks do not need more. */
    public static final int MAX_SECTION_BYTES = 1 << 20;

    public void write(JsonWriter json, String member) {
        json.beginObject(member);
        json.string("key", key.value());
        json.number("offset", offset);
        json.number("length", lengthBytes);
        json.string("sha256", sha256);
        json.end();
    }

    /** Reads the reference that is the value of the current member. */
    public static SectionRef read(JsonReader json) {
        ObjectKey key = null;
        long offset = -1;
        int length = 0;
        String sha256 = null;
        json.beginObject();
        for (String member = json.nextMember(); member != null; member = json.nextMember()) {
            switch (member) {
                case "key" -> key = StoredKey.read(json, Set.of(StoredKey.Kind.INVENTORY));
                case "offset" -> offset = json.number();
                case "length" -> length = json.number(MAX_SECTION_BYTES);
                case "sha256" -> sha256 = json.sha256();
                default -> json.skip();
            }
        }
        if (offset < 0 || length == 0) {
            throw json.malformed("a section without offset or length");
        }
        return new SectionRef(json.required(key, "key"), offset, length, json.required(sha256, "sha256"));
    }
}
