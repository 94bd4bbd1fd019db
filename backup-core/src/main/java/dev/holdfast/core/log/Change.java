package dev.holdfast.core.log;

import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What a record did, for people and for fencing. Immutable.
 *
 * @param type {@value #CREATE}, {@value #SNAPSHOT}, {@value #CHECKPOINT}, {@value #REMOVE}, {@value #UNDO},
 *     {@value #MOVE}, {@value #CONDEMN}, {@value #SWEEP}, or one that a later version may add
 * @param snapshots that were added or removed
 * @param record that was undone, or 0
 * @param volumes whose blocks were moved
 */
public record Change(String type, List<SnapshotId> snapshots, long record, List<String> volumes) {

    private static final String CREATE = "create";
    private static final String SNAPSHOT = "snapshot";
    private static final String CHECKPOINT = "checkpoint";
    private static final String REMOVE = "remove";
    private static final String UNDO = "undo";
    private static final String MOVE = "move";
    private static final String CONDEMN = "condemn";
    private static final String SWEEP = "sweep";

    public Change {
        snapshots = List.copyOf(snapshots);
        volumes = List.copyOf(volumes);
    }

    public static Change create() {
        return new Change(CREATE, List.of(), 0, List.of());
    }

    public static Change snapshot(SnapshotId id) {
        return new Change(SNAPSHOT, List.of(id), 0, List.of());
    }

    public static Change checkpoint(SnapshotId id) {
        return new Change(CHECKPOINT, List.of(id), 0, List.of());
    }

    public static Change remove(List<SnapshotId> ids) {
        return new Change(REMOVE, ids, 0, List.of());
    }

    public static Change undo(long record) {
        return new Change(UNDO, List.of(), record, List.of());
    }

    public static Change move(List<String> volumes) {
        return new Change(MOVE, List.of(), 0, volumes);
    }

    /** Leftovers that nothing names. */
    public static Change condemn() {
        return new Change(CONDEMN, List.of(), 0, List.of());
    }

    /** Condemned objects that are deleted now, or are gone. */
    public static Change sweep() {
        return new Change(SWEEP, List.of(), 0, List.of());
    }

    /** Whether it took snapshots away. */
    public boolean isRemoval() {
        return type.equals(REMOVE);
    }

    /** Whether it began or ended the deletion of objects. */
    public boolean isSweep() {
        return type.equals(SWEEP);
    }

    /** Whether it is a snapshot or checkpoint, which overtakes every other writer of them. */
    public boolean overtakes() {
        return type.equals(SNAPSHOT) || type.equals(CHECKPOINT);
    }

    void write(JsonWriter json) {
        json.beginObject("change");
        json.string("type", type);
        if (overtakes()) {
            json.string("snapshot", snapshots.get(0).value());
        } else if (type.equals(REMOVE)) {
            json.beginArray("snapshots");
            snapshots.forEach(id -> json.string(id.value()));
            json.end();
        } else if (type.equals(UNDO)) {
            json.number("record", record);
        } else if (type.equals(MOVE)) {
            json.strings("volumes", volumes);
        }
        json.end();
    }

    static Change read(JsonReader json) {
        String type = null;
        List<SnapshotId> snapshots = new ArrayList<>();
        long record = 0;
        List<String> volumes = List.of();
        json.beginObject();
        for (String member = json.nextMember(); member != null; member = json.nextMember()) {
            switch (member) {
                case "type" -> type = json.text();
                case "snapshot" -> snapshots.add(json.snapshotId());
                case "snapshots" -> {
                    json.beginArray();
                    while (json.nextElement()) {
                        snapshots.add(json.snapshotId());
                    }
                }
                case "record" -> record = json.number();
                case "volumes" -> volumes = json.texts();
                default -> json.skip();
            }
        }
        Change change = new Change(json.required(type, "type"), snapshots, record, volumes);
        if (change.overtakes() && snapshots.size() != 1) {
            throw json.malformed("a change of one snapshot without it");
        }
        return change;
    }

    /** For people. */
    @Override
    public String toString() {
        return snapshots.isEmpty() ? type : type + " " + snapshots;
    }
}
