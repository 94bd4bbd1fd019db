package dev.holdfast.core.descent;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A path that leads into a directory that is held on to, so it is good while this is open.
 *
 * @param around null if nothing is held
 */
public record HeldPath(Path path, HeldDirectories.@Nullable Held around) implements AutoCloseable {

    /** A path that is taken as it is, whatever it leads through. */
    public static HeldPath unheld(Path path) {
        return new HeldPath(path, null);
    }

    @Override
    public void close() {
        if (around != null) {
            around.close();
        }
    }
}
