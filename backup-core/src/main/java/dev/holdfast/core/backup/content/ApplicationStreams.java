package dev.holdfast.core.backup.content;

import dev.holdfast.api.backup.StreamSource;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadFactory;

/** Reads the streams of named sources, until it is abandoned. Thread-safe. */
final class ApplicationStreams {

    private final ThreadFactory threads;
    private final Set<ApplicationStream> open = new HashSet<>();
    private boolean abandoned;

    /** @param threads makes one for each stream */
    ApplicationStreams(ThreadFactory threads) {
        this.threads = threads;
    }

    /** Does something with the content of a stream, from its opening to its end. */
    interface Reading {
        void read(ApplicationStream stream) throws IOException;
    }

    /** @throws dev.holdfast.api.error.CancelledException once they are abandoned */
    void read(StreamSource source, Reading reading) throws IOException {
        ApplicationStream stream = new ApplicationStream(threads);
        begin(stream);
        try (stream) {
            stream.open(source);
            reading.read(stream);
        } finally {
            end(stream);
        }
    }

    private synchronized void begin(ApplicationStream stream) {
        open.add(stream);
        if (abandoned) {
            stream.abandon();
        }
    }

    private synchronized void end(ApplicationStream stream) {
        open.remove(stream);
    }

    /** Ends all reading, now and later, and does not wait for a stream that hangs. */
    synchronized void abandon() {
        abandoned = true;
        open.forEach(ApplicationStream::abandon);
    }
}
