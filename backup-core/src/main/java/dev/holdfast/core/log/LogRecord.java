package dev.holdfast.core.log;

import dev.holdfast.core.bytes.ByteSink;
import dev.holdfast.core.json.Envelope;
import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;
import dev.holdfast.core.list.ClearList;
import dev.holdfast.core.manifest.WriterId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log.
 *
 * @param repository id of the repository, 32 lower-case hexadecimal digits
 * @param number from 1
 * @param previous hash of the record before; null in record 1
 * @param writer id of the run that wrote it
 * @param token random, 32 lower-case hexadecimal digits, in no other record
 */
public record LogRecord(
        String repository,
        long number,
        @Nullable String previous,
        Instant time,
        String writer,
        String token,
        Change change,
        StateLists lists) {

    /** No record is longer. */
    public static final int MAX_BYTES = 4 << 20;

    private static final String FORMAT = "holdfast-record";

    byte[] toJson() {
        ByteSink sink = new ByteSink(4096);
        JsonWriter json = new JsonWriter(sink);
        json.beginObject();
        Envelope.write(json, FORMAT);
        json.string("repository", repository);
        json.number("number", number);
        if (previous != null) {
            json.string("previous", previous);
        }
        json.time("time", time);
        json.string("writer", writer);
        json.string("token", token);
        change.write(json);
        lists.snapshots().write(json, "snapshots", RosterEntry.CODEC);
        lists.moves().write(json, "moves", MovedBlocks.CODEC);
        lists.condemned().write(json, "condemned", Condemned.CODEC);
        json.end();
        json.finish();
        if (sink.size() > MAX_BYTES) {
            throw new IllegalStateException("a record of " + sink.size() + " bytes; at most " + MAX_BYTES);
        }
        return sink.toByteArray();
    }

    static LogRecord read(byte[] bytes, String what) {
        Envelope.check(bytes, what, FORMAT);
        String repository = null;
        long number = 0;
        String previous = null;
        Instant time = null;
        String writer = null;
        String token = null;
        Change change = null;
        ClearList<RosterEntry> snapshots = null;
        ClearList<MovedBlocks> moves = null;
        ClearList<Condemned> condemned = null;
        JsonReader json = JsonReader.object(bytes, what);
        for (String member = json.nextMember(); member != null; member = json.nextMember()) {
            switch (member) {
                case "repository" -> repository = json.hexText(16);
                case "number" -> number = json.number();
                case "previous" -> previous = json.hexText(32);
                case "time" -> time = json.time();
                case "writer" -> writer = json.text();
                case "token" -> token = json.hexText(16);
                case "change" -> change = Change.read(json);
                case "snapshots" -> snapshots = ClearList.read(json, RosterEntry.CODEC);
                case "moves" -> moves = ClearList.read(json, MovedBlocks.CODEC);
                case "condemned" -> condemned = ClearList.read(json, Condemned.CODEC);
                default -> json.skip();
            }
        }
        if (number < 1 || number > 1 != (previous != null)) {
            throw json.malformed("a record without number or the hash of the one before, or a first one with it");
        }
        if (writer == null || !WriterId.isValid(writer)) {
            throw json.malformed("a record without the id of its writer");
        }
        return new LogRecord(
                json.required(repository, "repository"),
                number,
                previous,
                json.required(time, "time"),
                writer,
                json.required(token, "token"),
                json.required(change, "change"),
                new StateLists(
                        json.required(snapshots, "snapshots"),
                        json.required(moves, "moves"),
                        json.required(condemned, "condemned")));
    }
}
