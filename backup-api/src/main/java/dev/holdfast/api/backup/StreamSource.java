package dev.holdfast.api.backup;

import java.io.IOException;
import java.io.InputStream;

/** Opens a stream whose bytes become a file's content. */
@FunctionalInterface
public interface StreamSource {

    /** Called once, from a thread of the engine, which closes the stream. */
    InputStream open() throws IOException;
}
