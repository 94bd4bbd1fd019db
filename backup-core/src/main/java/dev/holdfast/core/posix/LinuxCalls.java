package dev.holdfast.core.posix;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** The functions of the C library, as they are. Sizes and times are 64 bits wide, so only for 64-bit systems. */
final class LinuxCalls {

    static {
        Native.register(LinuxCalls.class, NativeLibrary.getProcess());
    }

    private LinuxCalls() {}

    static native long llistxattr(byte[] path, byte[] list, long size);

    static native long lgetxattr(byte[] path, byte[] name, byte[] value, long size);

    static native int lsetxattr(byte[] path, byte[] name, byte[] value, long size, int flags);

    static native int lremovexattr(byte[] path, byte[] name);

    static native long readlink(byte[] path, byte[] target, long size);

    static native int symlink(byte[] target, byte[] path);

    static native int mkfifo(byte[] path, int mode);

    static native int fchmodat(int directory, byte[] path, int mode, int flags);

    static native int utimensat(int directory, byte[] path, long[] times, int flags);

    static native int openat(int directory, byte[] path, int flags);

    static native int close(int file);

    static native int ftruncate(int file, long size);

    static native long lseek(int file, long offset, int whence);

    /** By itself, because older C libraries do not have it. */
    static final class Renames {

        static {
            Native.register(Renames.class, NativeLibrary.getProcess());
        }

        private Renames() {}

        static native int renameat2(int fromDirectory, byte[] from, int toDirectory, byte[] to, int flags);
    }

    /** By itself, because older C libraries have it only as a macro. */
    static final class Devices {

        static {
            Native.register(Devices.class, NativeLibrary.getProcess());
        }

        private Devices() {}

        static native int mknod(byte[] path, int mode, long device);
    }
}
