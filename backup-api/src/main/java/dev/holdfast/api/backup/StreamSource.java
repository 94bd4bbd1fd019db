package dev.holdfast.api.backup;

import java.io.IOException;
import java.io.InputStream;

/**
 * Opens a stream whose bytes become a file's content. An {@link IOException} or a {@link RuntimeException}, from here
 * or from reading or closing the stream, fails the file and not the run: the snapshot keeps the file's former content,
 * and the result lists the failure. So a stream of what another process writes best throws when it is closed, if that
 * process has failed.
 */
@FunctionalInterface
public interface StreamSource {

    /**
     * Called once, from a thread that has nothing else to do, which reads the stream and closes it. A run that has to
     * end does not wait for a stream that hangs: it interrupts that thread, and closes the stream from another one.
     */
    InputStream open() throws IOException;
}
