package dev.holdfast.core.posix;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A directory by its descriptor. {@code /proc/self/fd/N} leads to it even if it was moved or its path is longer than the
 * system takes, so all of {@code java.nio.file} works relative to it.
 */
record LinuxDirectory(int descriptor, int flags, Path path) implements OpenDirectory {

    static LinuxDirectory open(int parent, byte[] name, int flags, Path shown) throws IOException {
        int opened = LinuxCalls.openat(parent, LinuxPosix.terminated(name), flags | LinuxPosix.O_CLOEXEC);
        LinuxError.check(opened, "open the directory", shown);
        return new LinuxDirectory(opened, flags, Path.of("/proc/self/fd/" + opened));
    }

    @Override
    public OpenDirectory open(byte[] name) throws IOException {
        return open(descriptor, name, flags, PathBytes.child(path, name));
    }

    @Override
    public void close() {
        LinuxCalls.close(descriptor);
    }
}
