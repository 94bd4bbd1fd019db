package dev.holdfast.core.log;

import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;
import dev.holdfast.core.list.ItemCodec;
import dev.holdfast.core.manifest.SectionRef;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.store.StoredKey;
import java.util.Locale;
import java.util.Set;

/**
 * A move in force: consecutive blocks of a stream that lie in another volume than the one they were written into.
 *
 * @param stream {@code data/<writer>} or {@code catalog/<writer>}
 * @param first number of the first moved block
 * @param count of blocks, at least 1
 * @param volume in which they lie now, one after the other
 * @param at place of the first one among the volume's blocks, from 0
 * @param inventory of that volume
 */
public record MovedBlocks(String stream, int first, int count, ObjectKey volume, int at, SectionRef inventory) {

    public static final ItemCodec<MovedBlocks> CODEC = new ItemCodec<>() {
        @Override
        public String name(MovedBlocks move) {
            return MovedBlocks.name(move.stream, move.first);
        }

        @Override
        public void write(JsonWriter json, MovedBlocks move) {
            json.string("blocks", move.stream);
            json.number("first", move.first);
            json.number("count", move.count);
            json.string("volume", move.volume.value());
            json.number("at", move.at);
            move.inventory.write(json, "inventory");
        }

        @Override
        public MovedBlocks read(JsonReader json) {
            String stream = null;
            int first = -1;
            int count = 0;
            ObjectKey volume = null;
            int at = -1;
            SectionRef inventory = null;
            for (String member = json.nextMember(); member != null; member = json.nextMember()) {
                switch (member) {
                    case "blocks" -> stream = stream(json);
                    case "first" -> first = json.number(Integer.MAX_VALUE);
                    case "count" -> count = json.number(Integer.MAX_VALUE);
                    case "volume" -> volume = StoredKey.read(json, Set.of(StoredKey.Kind.VOLUME));
                    case "at" -> at = json.number(Integer.MAX_VALUE);
                    case "inventory" -> inventory = SectionRef.read(json);
                    default -> json.skip();
                }
            }
            if (first < 0
                    || count < 1
                    || at < 0
                    || first > Integer.MAX_VALUE - count
                    || at > Integer.MAX_VALUE - count) {
                throw json.malformed("a move without first, count or at");
            }
            String from = json.required(stream, "blocks");
            ObjectKey to = json.required(volume, "volume");
            if (Layout.purpose(from) != Layout.purpose(to.value())) {
                throw json.malformed("blocks of " + from + " moved to " + to);
            }
            return new MovedBlocks(from, first, count, to, at, json.required(inventory, "inventory"));
        }

        private static String stream(JsonReader json) {
            String text = json.text();
            if (!StoredKey.isStream(text)) {
                throw json.malformed("no stream of blocks: \"" + text + "\"");
            }
            return text;
        }
    };

    /** The name that a move of blocks from a number on has in the list. */
    public static String name(String stream, int first) {
        return stream + "/" + String.format(Locale.ROOT, "%012d", first);
    }
}
