package dev.holdfast.examples.command.process;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A standard stream of this process, which remembers why it could not be written. For one thread. */
public final class StandardStream extends OutputStream {

    private final FileOutputStream file;
    private @Nullable String failure;

    public StandardStream(FileOutputStream file) {
        this.file = file;
    }

    @Override
    public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            file.write(bytes, offset, length);
        } catch (IOException e) {
            failure = String.valueOf(e.getMessage());
            throw e;
        }
    }

    /** Why something of it is lost; nothing if its reader, {@code head} for one, wanted no more. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure).filter(message -> !message.contains("Broken pipe"));
    }
}
