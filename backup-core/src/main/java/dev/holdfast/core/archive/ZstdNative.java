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
            throw new ConfigurationException(
                    "zstd's native code cannot be loaded: " + e.getMessage() + ". It is unpacked into "
                            + System.getProperty(FOLDER, System.getProperty("java.io.tmpdir"))
                            + ", which must be there, be writable and allow programs to run (no noexec); -D" + FOLDER
                            + "=DIR names another directory",
                    e);
        }
    }
}
