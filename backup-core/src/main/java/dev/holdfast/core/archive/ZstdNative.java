package dev.holdfast.core.archive;

import com.github.luben.zstd.util.Native;
import dev.holdfast.api.error.ConfigurationException;

/** zstd's native code, which zstd-jni unpacks into a directory and loads from there. */
final class ZstdNative {

    /** Names another directory than the system's temporary one. */
    private static final String FOLDER = "ZstdTempFolder";

    private ZstdNative() {}

    /** @throws ConfigurationException if it cannot be loaded; tried anew each time */
    static void require() {
        try {
            Native.load();
        } catch (LinkageError e) {
            // Behind the first line stands advice to build the library.
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new ConfigurationException(
                    "zstd's native code cannot be loaded: " + reason + ". It is unpacked into "
                            + System.getProperty(FOLDER, System.getProperty("java.io.tmpdir"))
                            + ", which must be there, be writable and allow programs to run (no noexec); -D" + FOLDER
                            + "=DIR names another directory",
                    e);
        }
    }
}
