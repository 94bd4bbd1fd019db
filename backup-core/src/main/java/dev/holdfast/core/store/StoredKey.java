package dev.holdfast.core.store;

import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.json.JsonReader;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the key of a stored object says about it.
 *
 * @param writer id of the run that stored it; empty where the key does not say it
 */
public record StoredKey(Kind kind, String writer) {

    /** The kinds of objects. */
    public enum Kind {
        RECORD,
        LEASE,
        MANIFEST,
        PAGE,
        INVENTORY,
        VOLUME,
        /** Of somebody else: not to be touched. */
        FOREIGN
    }

    private static final String WRITER = "([0-9]{8}T[0-9]{6}Z-[0-9a-f]{12})";
    private static final Pattern MANIFEST = Pattern.compile("manifests/" + WRITER + "/[1-9][0-9]{0,9}(?:\\.sig)?");
    private static final Pattern INVENTORY = Pattern.compile("inventories/" + WRITER + "/[1-9][0-9]{0,9}");
    private static final Pattern VOLUME = Pattern.compile("(?:data|catalog)/" + WRITER + "/[0-9]{8}");
    private static final Pattern STREAM = Pattern.compile("(?:data|catalog)/" + WRITER);
    private static final Pattern PAGE = Pattern.compile("pages/[0-9a-f]{64}");

    public static StoredKey of(ObjectKey key) {
        String text = key.value();
        return switch (text.substring(0, text.indexOf('/') + 1)) {
            case "data/", "catalog/" -> match(VOLUME, text, Kind.VOLUME);
            case Layout.INVENTORIES -> match(INVENTORY, text, Kind.INVENTORY);
            case Layout.MANIFESTS -> match(MANIFEST, text, Kind.MANIFEST);
            case Layout.PAGES -> new StoredKey(PAGE.matcher(text).matches() ? Kind.PAGE : Kind.FOREIGN, "");
            case Layout.LOG -> new StoredKey(Layout.recordNumber(key).isPresent() ? Kind.RECORD : Kind.FOREIGN, "");
            default -> new StoredKey(key.equals(Layout.LEASE) ? Kind.LEASE : Kind.FOREIGN, "");
        };
    }

    /** Whether nothing else than a repository has an object of that key. */
    public static boolean isOfARepository(ObjectKey key) {
        Kind kind = of(key).kind();
        return kind != Kind.FOREIGN && kind != Kind.LEASE;
    }

    /**
     * Reads a key that a stored object names.
     *
     * @throws dev.holdfast.api.error.IntegrityException if it is of none of these kinds, so that hostile ones lead
     *     nowhere else
     */
    public static ObjectKey read(JsonReader json, Set<Kind> kinds) {
        String text = json.text();
        if (!ObjectKey.isValid(text) || !kinds.contains(of(ObjectKey.of(text)).kind())) {
            throw json.malformed("expected the key of an object of the kind " + kinds + ", found \"" + text + "\"");
        }
        return ObjectKey.of(text);
    }

    /** Whether it is the name of a stream of blocks, {@code data/<writer>} or {@code catalog/<writer>}. */
    public static boolean isStream(String text) {
        return STREAM.matcher(text).matches();
    }

    private static StoredKey match(Pattern pattern, String key, Kind kind) {
        Matcher matcher = pattern.matcher(key);
        return matcher.matches() ? new StoredKey(kind, matcher.group(1)) : new StoredKey(Kind.FOREIGN, "");
    }
}
