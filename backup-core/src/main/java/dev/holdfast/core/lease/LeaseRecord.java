package dev.holdfast.core.lease;

import dev.holdfast.core.bytes.ByteSink;
import dev.holdfast.core.json.Envelope;
import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;

/**
 * What the lease says.
 *
 * @param repository id of the repository
 * @param holder random, 32 hexadecimal digits; empty when nobody holds it
 * @param host of the holder, 32 hexadecimal digits
 * @param process of the holder: number and start time
 * @param counter grows with each sign of life
 * @param termSeconds after which a holder without a sign of life has lost it
 */
record LeaseRecord(String repository, String holder, String host, String process, long counter, int termSeconds) {

    static final int MAX_BYTES = 4_096;

    private static final String FORMAT = "holdfast-lease";
    private static final int MAX_TERM_SECONDS = 600;

    boolean isFree() {
        return holder.isEmpty();
    }

    LeaseRecord next() {
        return new LeaseRecord(repository, holder, host, process, counter + 1, termSeconds);
    }

    LeaseRecord freed() {
        return new LeaseRecord(repository, "", host, process, counter + 1, termSeconds);
    }

    byte[] toJson() {
        ByteSink sink = new ByteSink();
        JsonWriter json = new JsonWriter(sink);
        json.beginObject();
        Envelope.write(json, FORMAT);
        json.string("repository", repository);
        json.string("holder", holder);
        json.string("host", host);
        json.string("process", process);
        json.number("counter", counter);
        json.number("termSeconds", termSeconds);
        json.end();
        json.finish();
        return sink.toByteArray();
    }

    static LeaseRecord read(byte[] bytes, String what) {
        Envelope.check(bytes, what, FORMAT);
        String repository = null;
        String holder = null;
        String host = null;
        String process = null;
        long counter = -1;
        int term = 0;
        JsonReader json = JsonReader.object(bytes, what);
        for (String member = json.nextMember(); member != null; member = json.nextMember()) {
            switch (member) {
                case "repository" -> repository = json.text();
                case "holder" -> holder = json.text();
                case "host" -> host = json.text();
                case "process" -> process = json.text();
                case "counter" -> counter = json.number();
                case "termSeconds" -> term = json.number(MAX_TERM_SECONDS);
                default -> json.skip();
            }
        }
        if (counter < 0 || term == 0) {
            throw json.malformed("a lease without counter or term");
        }
        return new LeaseRecord(
                json.required(repository, "repository"),
                json.required(holder, "holder"),
                json.required(host, "host"),
                json.required(process, "process"),
                counter,
                term);
    }
}
