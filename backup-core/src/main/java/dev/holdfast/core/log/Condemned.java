package dev.holdfast.core.log;

import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;
import dev.holdfast.core.list.ItemCodec;
import dev.holdfast.core.store.StoredKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * An object that no snapshot of the roster needs, and that will be deleted.
 *
 * @param record that condemned it
 * @param due when it may be deleted; until then a record can take it back. Of one that is deleted, when its name may be
 *     used again
 * @param deleting whether somebody deletes it, so that no record can take it back any more
 * @param deleted whether that is done; only its name is kept from being used
 */
public record Condemned(ObjectKey object, long record, Instant due, boolean deleting, boolean deleted) {

    /** How long what is condemned stays, where nothing else is said. */
    public static final Duration GRACE = Duration.ofDays(7);

    /**
     * So many pages may always be in the list. Pages are named by hashes: a record that adds or drops one rewrites a
     * page of the list itself, wherever that falls. Were these always condemned in turn, a list that changes often
     * would grow faster than what is due leaves it.
     */
    public static final long FEW_PAGES = 1_024;

    /** Only what a snapshot can need: whoever sweeps deletes what stands here. */
    private static final Set<StoredKey.Kind> OBJECTS =
            Set.of(StoredKey.Kind.MANIFEST, StoredKey.Kind.PAGE, StoredKey.Kind.INVENTORY, StoredKey.Kind.VOLUME);

    public static final ItemCodec<Condemned> CODEC = new ItemCodec<>() {
        @Override
        public String name(Condemned condemned) {
            return condemned.object.value();
        }

        @Override
        public void write(JsonWriter json, Condemned condemned) {
            json.string("object", condemned.object.value());
            json.number("record", condemned.record);
            json.time("due", condemned.due);
            json.flag("deleting", condemned.deleting);
            json.flag("deleted", condemned.deleted);
        }

        @Override
        public Condemned read(JsonReader json) {
            ObjectKey object = null;
            long record = 0;
            Instant due = null;
            boolean deleting = false;
            boolean deleted = false;
            for (String member = json.nextMember(); member != null; member = json.nextMember()) {
                switch (member) {
                    case "object" -> object = StoredKey.read(json, OBJECTS);
                    case "record" -> record = json.number();
                    case "due" -> due = json.time();
                    case "deleting" -> deleting = json.flag();
                    case "deleted" -> deleted = json.flag();
                    default -> json.skip();
                }
            }
            ObjectKey named = json.required(object, "object");
            if (record < 1 || deleted && !(deleting && StoredKey.of(named).kind() == StoredKey.Kind.PAGE)) {
                throw json.malformed("condemned by no record, or deleted and no page or not being deleted: " + named);
            }
            return new Condemned(named, record, json.required(due, "due"), deleting, deleted);
        }
    };

    /** Not deleted yet. */
    public Condemned(ObjectKey object, long record, Instant due, boolean deleting) {
        this(object, record, due, deleting, false);
    }

    /** The same, from now on without a way back. */
    public Condemned beingDeleted() {
        return new Condemned(object, record, due, true);
    }

    /**
     * The same once it is gone; its name stays on the list, for somebody who was slower may still be about to delete
     * it.
     */
    public Condemned asDeleted(Instant freeFrom) {
        return new Condemned(object, record, freeFrom, true, true);
    }
}
