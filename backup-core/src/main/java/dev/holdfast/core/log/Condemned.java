package dev.holdfast.core.log;

import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;
import dev.holdfast.core.list.ItemCodec;
import java.time.Instant;

/**
 * An object that may be deleted once the grace period is over.
 *
 * @param record that condemned it
 * @param time of that record
 */
public record Condemned(ObjectKey object, long record, Instant time) {

    public static final ItemCodec<Condemned> CODEC = new ItemCodec<>() {
        @Override
        public String name(Condemned condemned) {
            return condemned.object.value();
        }

        @Override
        public void write(JsonWriter json, Condemned condemned) {
            json.string("object", condemned.object.value());
            json.number("record", condemned.record);
            json.time("time", condemned.time);
        }

        @Override
        public Condemned read(JsonReader json) {
            ObjectKey object = null;
            long record = 0;
            Instant time = null;
            for (String member = json.nextMember(); member != null; member = json.nextMember()) {
                switch (member) {
                    case "object" -> object = RosterEntry.key(json, "");
                    case "record" -> record = json.number();
                    case "time" -> time = json.time();
                    default -> json.skip();
                }
            }
            return new Condemned(json.required(object, "object"), record, json.required(time, "time"));
        }
    };
}
