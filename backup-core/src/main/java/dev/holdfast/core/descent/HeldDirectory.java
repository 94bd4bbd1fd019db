package dev.holdfast.core.descent;

import dev.holdfast.core.posix.OpenDirectory;
import dev.holdfast.core.posix.PathBytes;
import dev.holdfast.core.posix.Posix;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A directory whose names are looked at while this is open: one that is held on to, or just its path. */
public final class HeldDirectory implements AutoCloseable {

    /** Looks at what has a name, without following a symbolic link. */
    private interface Look {
        Posix.Status at(byte[] name) throws IOException;
    }

    private final Path path;
    private final Look look;
    private final HeldDirectories.@Nullable Held held;

    private HeldDirectory(Path path, Look look, HeldDirectories.@Nullable Held held) {
        this.path = path;
        this.look = look;
        this.held = held;
    }

    static HeldDirectory of(OpenDirectory directory, HeldDirectories.Held held) {
        return new HeldDirectory(directory.path(), directory::status, held);
    }

    /** A directory by its path, whatever leads there. */
    public static HeldDirectory unheld(Path path, Posix posix) {
        return new HeldDirectory(path, name -> posix.status(PathBytes.child(path, name)), null);
    }

    /** Where it is reached while this is open. */
    public Path path() {
        return path;
    }

    /** What has a name in it; of a symbolic link, the link. */
    public Posix.Status status(byte[] name) throws IOException {
        return look.at(name);
    }

    @Override
    public void close() {
        if (held != null) {
            held.close();
        }
    }
}
